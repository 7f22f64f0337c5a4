using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Middleware;

/// <summary>Response caches over the client: depth is part of what a reply is asked for.</summary>
public sealed class CachingTests
{
    [Fact]
    public async Task GetResponseAsync_CacheOnTop_OtherDepthIsAnotherEntry()
    {
        await using var model = ScriptedChat.Endless();
        var cache = new DictionaryCache();
        using var client = new AdaptiveChatClient(model).AsBuilder().UseDistributedCache(cache).Build();

        var full = await client.GetResponseAsync("hi", Call());
        var half = await client.GetResponseAsync("hi", Call().WithMaxDepth(0.5));
        var again = await client.GetResponseAsync("hi", Call().WithMaxDepth(0.5));

        Assert.Equal(2, cache.Count);
        Assert.NotEqual(full.ResponseId, half.ResponseId);
        Assert.Equal(half.ResponseId, again.ResponseId);
        Assert.Equal((0.5, 0.5), (again.Usage!.MeanDepth, again.AdaptiveStats!.MeanDepth));
    }

    private static ChatOptions Call() => new() { Temperature = 0, MaxOutputTokens = 8 };

    [Fact]
    public async Task GetResponseAsync_CacheOnTop_HitGivesBackTextUsageAndIds()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model).AsBuilder().UseDistributedCache(new DictionaryCache()).Build();

        var first = await client.GetResponseAsync("hi", Call());
        var again = await client.GetResponseAsync("hi", Call());

        Assert.Equal((first.Text, first.ResponseId, first.Usage!.OutputTokenCount), (again.Text, again.ResponseId, again.Usage!.OutputTokenCount));
        Assert.Equal(1, model.Engine.Snapshot().RequestsEnded);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_CacheOnTop_ReplaysTheReply()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model).AsBuilder().UseDistributedCache(new DictionaryCache()).Build();

        var first = await client.GetStreamingResponseAsync("hi", Call()).ToChatResponseAsync();
        var again = await client.GetStreamingResponseAsync("hi", Call()).ToChatResponseAsync();

        Assert.Equal((first.Text, first.ResponseId, first.FinishReason), (again.Text, again.ResponseId, again.FinishReason));
        Assert.Equal(first.Usage!.AdditionalCounts![AdaptiveReportKeys.LayersTotal], again.Usage!.AdditionalCounts![AdaptiveReportKeys.LayersTotal]);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task GetResponseAsync_CacheAndFunctionInvocation_RememberCalls(bool isCacheOutside, int timesCalled)
    {
        int calls = 0;
        var time = AIFunctionFactory.Create(() => { calls++; return "noon"; }, "get_time");
        await using var model = ScriptedChat.Replying(prompt => prompt.Contains("noon", StringComparison.Ordinal) ? "It is noon." : """<tool_call>{"name": "get_time", "arguments": {}}</tool_call>""");
        var builder = new AdaptiveChatClient(model).AsBuilder();
        builder = isCacheOutside ? builder.UseDistributedCache(new DictionaryCache()).UseFunctionInvocation() : builder.UseFunctionInvocation().UseDistributedCache(new DictionaryCache());
        using var client = builder.Build();

        foreach (int _ in Enumerable.Range(0, 2))
        {
            Assert.Equal("It is noon.", (await client.GetResponseAsync("Time?", new ChatOptions { Tools = [time] })).Text);
        }

        Assert.Equal(timesCalled, calls);
        Assert.Equal(2, model.Engine.Snapshot().RequestsEnded);
    }
}
