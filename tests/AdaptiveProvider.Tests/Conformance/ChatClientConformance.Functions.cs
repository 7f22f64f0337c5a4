using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Conformance;

/// <summary>Calling functions.</summary>
public abstract partial class ChatClientConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public virtual async Task FunctionInvocation_Parameterless(bool isStreaming)
    {
        int calls = 0;
        var response = await Invoke(isStreaming, AIFunctionFactory.Create(() => { calls++; return "secret 42"; }, "get_secret"));

        Assert.Equal(1, calls);
        AssertAnswer(response, "secret 42");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public virtual async Task FunctionInvocation_WithParameters(bool isStreaming)
    {
        var seen = new List<(string, int)>();
        var response = await Invoke(isStreaming, AIFunctionFactory.Create((Sky sky, [Range(0, 9)] int days) => { seen.Add((sky.ToString(), days)); return "rain 7"; }, "get_forecast"));

        var (sky, days) = Assert.Single(seen);
        Assert.True(!Decides || (sky, days) == ("Cloudy", 3));
        AssertAnswer(response, "rain 7");
    }

    [Fact]
    public virtual async Task FunctionInvocation_OptionalParameter()
    {
        int calls = 0;
        var response = await Invoke(false, AIFunctionFactory.Create((bool loud = true) => { calls++; return $"loud {loud}"; }, "get_volume"));

        Assert.Equal(1, calls);
        AssertAnswer(response, "loud True");
    }

    [Fact]
    public virtual async Task FunctionInvocation_NestedParameters()
    {
        var seen = new List<Trip>();
        var response = await Invoke(false, AIFunctionFactory.Create((Trip trip) => { seen.Add(trip); return "booked 9"; }, "book_trip"));

        var trip = Assert.Single(seen);
        Assert.True(!Decides || (trip.Stop.Sky, trip.Days) == (Sky.Clear, 2));
        AssertAnswer(response, "booked 9");
    }

    [Fact]
    public virtual async Task FunctionInvocation_ArrayParameter()
    {
        var seen = new List<bool[]>();
        var response = await Invoke(false, AIFunctionFactory.Create((bool[] lamps) => { seen.Add(lamps); return "lit 5"; }, "set_lamps"));

        Assert.True(!Decides || Assert.Single(seen).SequenceEqual([true, false]));
        AssertAnswer(response, "lit 5");
    }

    [Fact]
    public virtual async Task FunctionInvocation_RequireAny()
    {
        var called = new List<string>();
        var client = Client.AsBuilder().UseFunctionInvocation().Build();
        var options = Options();
        (options.ToolMode, options.Tools) = (ChatToolMode.RequireAny, [AIFunctionFactory.Create(() => Called("one"), "one"), AIFunctionFactory.Create(() => Called("two"), "two")]);

        await client.GetResponseAsync("Hello!", options);

        Assert.NotEmpty(called);

        string Called(string name)
        {
            called.Add(name);
            return "done";
        }
    }

    [Fact]
    public virtual async Task FunctionInvocation_RequireSpecific()
    {
        var called = new List<string>();
        var client = Client.AsBuilder().UseFunctionInvocation().Build();
        var options = Options();
        options.Tools = [AIFunctionFactory.Create(() => { called.Add("one"); return "done"; }, "one"), AIFunctionFactory.Create(() => { called.Add("two"); return "done"; }, "two")];
        options.ToolMode = ChatToolMode.RequireSpecific("two");

        await client.GetResponseAsync("Hello!", options);

        Assert.Equal("two", called[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public virtual async Task AvailableTools_SchemasAreAccepted(bool isStrict)
    {
        var strict = new Dictionary<string, object?> { ["strict"] = isStrict };
        var options = Options();
        options.ToolMode = ChatToolMode.RequireAny;
        options.Tools =
        [
            AIFunctionFactory.Create((DateOnly day, Uri link, Guid id, string? note) => "", new AIFunctionFactoryOptions { Name = "a", AdditionalProperties = strict }),
            AIFunctionFactory.Create((bool flag) => "", new AIFunctionFactoryOptions { Name = "b", AdditionalProperties = strict }),
        ];
        options.MaxOutputTokens = 200;

        var response = await Client.GetResponseAsync("Hello!", options);

        Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
    }

    // A model that cannot decide is made to call; its arguments are then only of the right types.
    private async Task<ChatResponse> Invoke(bool isStreaming, AIFunction function)
    {
        var client = Client.AsBuilder().UseFunctionInvocation().Build();
        var options = Options();
        options.Tools = [function];
        options.ToolMode = Decides ? ChatToolMode.Auto : ChatToolMode.RequireSpecific(function.Name);
        options.MaxOutputTokens = 200;
        return await Respond(isStreaming, client, [new(ChatRole.User, $"Use {function.Name}.")], options);
    }

    private void AssertAnswer(ChatResponse response, string result)
    {
        Assert.Equal([ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], response.Messages.Select(message => message.Role));
        if (Decides)
        {
            Assert.Contains(result, response.Text, StringComparison.Ordinal);
        }
    }

    public enum Sky
    {
        Clear,
        Cloudy,
    }

    public sealed record Halt(Sky Sky);

    public sealed record Trip(Halt Stop, [property: Range(0, 9)] int Days);
}
