using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // Reducers are experimental there.

namespace AdaptiveProvider.Tests.Middleware;

/// <summary>Reducers that shorten conversations before they come to the client.</summary>
public sealed class ChatReductionTests
{
    [Fact]
    public async Task GetResponseAsync_CountingReducer_ModelSeesTheLastMessages()
    {
        string? prompt = null;
        await using var model = ScriptedChat.Replying(seen => (prompt = seen, "ok").Item2);
        using var client = new AdaptiveChatClient(model).AsBuilder().UseChatReducer(new MessageCountingChatReducer(2)).Build();

        await client.GetResponseAsync([new(ChatRole.System, "Be kind."), new(ChatRole.User, "one"), new(ChatRole.Assistant, "two"), new(ChatRole.User, "three")]);

        Assert.Equal("system|Be kind.|assistant|two|user|three|assistant|", prompt!.ReplaceLineEndings("|"));
    }

    [Fact]
    public async Task GetResponseAsync_SummarizingReducer_ModelSummarizesAndAnswers()
    {
        var prompts = new List<string>();
        await using var model = ScriptedChat.Replying(prompt =>
        {
            lock (prompts)
            {
                prompts.Add(prompt);
            }

            return prompt.Contains("summary", StringComparison.OrdinalIgnoreCase) && !prompt.Contains("It was small talk.", StringComparison.Ordinal) ? "It was small talk." : "ok";
        });
        using var inner = new AdaptiveChatClient(model);
        using var client = inner.AsBuilder().UseChatReducer(new SummarizingChatReducer(inner, targetCount: 1, threshold: 0)).Build();

        var response = await client.GetResponseAsync([new(ChatRole.User, "one"), new(ChatRole.Assistant, "two"), new(ChatRole.User, "three"), new(ChatRole.Assistant, "four"), new(ChatRole.User, "five")]);

        Assert.Equal("ok", response.Text);
        Assert.Contains("It was small talk.", prompts[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("two", prompts[^1], StringComparison.Ordinal);
    }
}
