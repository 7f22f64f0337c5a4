using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Hosting.Chat;

/// <summary>A chat client whose model may still be loading: calls wait for it, then go to an <see cref="AdaptiveChatClient"/>.</summary>
/// <remarks>Options that only the model can judge are refused when the call is made if the model is there, else when its reply is read.</remarks>
internal sealed class DeferredChatClient(HostedModel model, AdaptiveChatClientOptions clientOptions) : IChatClient, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ChatClientMetadata _metadata = new("adaptive", providerUri: null, model.ModelId);
    private (AdaptiveModel Model, AdaptiveChatClient Client)? _current;
    private bool _disposed;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var client = await ClientAsync(cancellationToken).ConfigureAwait(false);
        return await client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_disposed, this);

        // While the model loads, the caller may go on changing what it gave.
        return model.Loaded is { } loaded
            ? ClientOver(loaded).GetStreamingResponseAsync(messages, options, cancellationToken)
            : StreamAsync([.. messages], options?.Clone(), cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null
            ? null
            : Array.Find<object>([this, _metadata, model], serviceType.IsInstanceOfType)
                ?? (model.Loaded is { } loaded && !_disposed ? ClientOver(loaded).GetService(serviceType) : null);
    }

    /// <summary>Ends running calls; the model goes on for other clients.</summary>
    public async ValueTask DisposeAsync()
    {
        AdaptiveChatClient? client;
        lock (_gate)
        {
            (_disposed, client) = (true, _current?.Client);
        }

        if (client is not null)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ChatMessage[] messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var client = await ClientAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private async Task<AdaptiveChatClient> ClientAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ClientOver(await model.GetAsync(cancellationToken).ConfigureAwait(false));
    }

    // A retry after a failed engine gives another model, and the client over the old one is of no use.
    private AdaptiveChatClient ClientOver(AdaptiveModel loaded)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is not { } current || !ReferenceEquals(current.Model, loaded))
            {
                _current = current = (loaded, new AdaptiveChatClient(loaded, ownsModel: false, clientOptions));
            }

            return current.Client;
        }
    }
}
