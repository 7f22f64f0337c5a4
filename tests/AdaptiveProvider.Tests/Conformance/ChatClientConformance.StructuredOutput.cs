using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Conformance;

/// <summary>Replies of a type.</summary>
public abstract partial class ChatClientConformance
{
    [Fact]
    public virtual async Task StructuredOutput_Object()
    {
        var result = (await Ask<Lamp>("Give me a Lamp.")).Result;

        Assert.True(!Decides || result == new Lamp(Sky.Cloudy, true));
    }

    [Fact]
    public virtual async Task StructuredOutput_Integer()
    {
        long result = (await Ask<long>("Give me a Int64.")).Result;

        Assert.True(!Decides || result == 42);
    }

    [Fact]
    public virtual async Task StructuredOutput_String() => Assert.NotNull((await Ask<string>("Give me a String.")).Result);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public virtual async Task StructuredOutput_Bool(bool value)
    {
        bool result = (await Ask<bool>($"Give me a Boolean: {value}.")).Result;

        Assert.True(!Decides || result == value);
    }

    [Fact]
    public virtual async Task StructuredOutput_Enum() => Assert.True(Enum.IsDefined((await Ask<Sky>("Give me a Sky.")).Result));

    [SkippableFact]
    public virtual async Task StructuredOutput_Array()
    {
        Skip.IfNot(Decides, "The model does not know when to end a list.");

        int[] result = (await Ask<int[]>("Give me a Int32[].")).Result;
        Assert.Equal([1, 2, 3], result);
    }

    [Fact]
    public virtual async Task StructuredOutput_WithFunctions()
    {
        int calls = 0;
        var client = Client.AsBuilder().UseFunctionInvocation(configure: invoking => invoking.MaximumIterationsPerRequest = 1).Build();
        var options = Options();
        options.Tools = [AIFunctionFactory.Create(() => { calls++; return "secret 42"; }, "get_secret")];

        var response = await client.GetResponseAsync<Lamp>("Use get_secret, then give me a Lamp.", options);

        Assert.True(Enum.IsDefined(response.Result.Sky));
        Assert.True(!Decides || calls == 1);
    }

    [SkippableFact]
    public virtual async Task StructuredOutput_NonNative()
    {
        Skip.IfNot(Decides, "The model writes no JSON of its own accord.");

        Assert.Equal(new Lamp(Sky.Cloudy, true), (await Client.GetResponseAsync<Lamp>("Give me a Lamp.", Options(), useJsonSchemaResponseFormat: false)).Result);
    }

    private Task<ChatResponse<T>> Ask<T>(string question)
    {
        var options = Options();
        options.MaxOutputTokens = 300;
        return Client.GetResponseAsync<T>(question, options);
    }

    public sealed record Lamp(Sky Sky, bool IsOn);
}
