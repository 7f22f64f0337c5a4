using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.SemanticKernel.Tests;

/// <summary>A chat client that answers from a script, where a tiny model cannot decide what to call; it keeps what it was asked.</summary>
internal sealed class ScriptedChatClient(params AIContent[] replies) : IChatClient
{
    /// <summary>The options of every call, as they arrived.</summary>
    public List<ChatOptions?> Options { get; } = [];

    /// <summary>The messages of every call.</summary>
    public List<ChatMessage[]> Messages { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Messages.Add([.. messages]);
        Options.Add(options?.Clone());
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [replies[Options.Count - 1]])) { ModelId = "scripted" });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    // Semantic Kernel refuses clients without metadata.
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null ? Array.Find<object>([this, new ChatClientMetadata("scripted")], serviceType.IsInstanceOfType) : null;

    public void Dispose()
    {
    }
}
