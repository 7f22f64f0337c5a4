using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Tests;

/// <summary>A chat client that gives the updates of the test's choice and keeps what it was asked.</summary>
internal sealed class ScriptedClient(params AIContent[] contents) : IChatClient
{
    public List<ChatMessage> Messages { get; private set; } = [];

    public ChatOptions? Options { get; private set; }

    public ChatFinishReason FinishReason { get; init; } = ChatFinishReason.Stop;

    /// <summary>Thrown after the contents.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Awaited before the contents; ends with the request's cancellation.</summary>
    public Func<CancellationToken, Task>? Before { get; init; }

    /// <summary>Awaited after the contents; ends with the request's cancellation.</summary>
    public Func<CancellationToken, Task>? After { get; init; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (Messages, Options) = ([.. messages], options);
        await (Before?.Invoke(cancellationToken) ?? Task.CompletedTask);
        foreach (var content in contents)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]) { MessageId = "1" };
        }

        await (After?.Invoke(cancellationToken) ?? Task.CompletedTask);
        if (Failure is not null)
        {
            throw Failure;
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 2 })]) { FinishReason = FinishReason };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, "scripted") : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
