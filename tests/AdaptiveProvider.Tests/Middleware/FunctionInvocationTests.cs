using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Middleware;

/// <summary>Whole rounds of calls under the invoking middleware.</summary>
public sealed class FunctionInvocationTests
{
    [Fact]
    public async Task GetResponseAsync_TwoRounds_SpendTheSameDepthAndAddUpTheirUsage()
    {
        await using var model = ScriptedChat.Replying(prompt => prompt.Contains("noon", StringComparison.Ordinal) ? "It is noon." : Call("get_time", "{}"));
        using var client = Client(model);

        var response = await client.GetResponseAsync("Time?", new ChatOptions { Tools = [AIFunctionFactory.Create(() => "noon", "get_time")], MaxDepth = 0.5 });

        Assert.Equal("It is noon.", response.Text);
        Assert.Equal(0.5, response.Usage!.MeanDepth);
        Assert.Equal(Call("get_time", "{}").Length + "It is noon.".Length + 2, response.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_ParallelCalls_AreAllAnswered()
    {
        await using var model = ScriptedChat.Replying(prompt => prompt.Contains("rain", StringComparison.Ordinal) ? "Both." : Call("get_weather", """{"city": "Paris"}""") + Call("get_weather", """{"city": "Oslo"}"""));
        using var client = Client(model);
        var cities = new List<string>();

        var response = await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => { cities.Add(city); return "rain"; }, "get_weather")] });

        Assert.Equal("Both.", response.Text);
        Assert.Equal(["Paris", "Oslo"], cities);
        Assert.Equal(2, response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId).Distinct().Count());
    }

    [Fact]
    public async Task GetResponseAsync_NestedArraysAndOptionalParameters_ReachTheFunction()
    {
        await using var model = ScriptedChat.Replying(prompt => prompt.Contains("booked", StringComparison.Ordinal) ? "Done." : Call("book", """{"trip": {"city": "Paris", "days": [1, 2]}}"""));
        using var client = Client(model);
        (Trip Trip, string Kind) seen = (new Trip("", []), "");

        var response = await client.GetResponseAsync("Book.", new ChatOptions { Tools = [AIFunctionFactory.Create((Trip trip, string kind = "train") => { seen = (trip, kind); return "booked"; }, "book")] });

        Assert.Equal("Done.", response.Text);
        Assert.Equal("train", seen.Kind);
        Assert.Equal(("Paris", 3), (seen.Trip.City, seen.Trip.Days.Sum()));
    }

    [Fact]
    public async Task GetResponseAsync_MalformedCall_TheModelIsToldAndCanTryAgain()
    {
        await using var model = ScriptedChat.Replying(prompt => prompt.Contains("noon", StringComparison.Ordinal) ? "It is noon."
            : prompt.Contains("Error", StringComparison.Ordinal) ? Call("get_time", """{"zone": "UTC"}""")
            : Call("get_time", """{"zone": }"""));
        using var client = Client(model);

        var response = await client.GetResponseAsync("Time?", new ChatOptions { Tools = [AIFunctionFactory.Create((string zone) => "noon", "get_time")] });

        Assert.Equal("It is noon.", response.Text);
    }

    private static IChatClient Client(AdaptiveModel model) => new AdaptiveChatClient(model).AsBuilder().UseFunctionInvocation().Build();

    private static string Call(string name, string arguments) => $$"""<tool_call>{"name": "{{name}}", "arguments": {{arguments}}}</tool_call>""";

    public sealed record Trip(string City, int[] Days);
}
