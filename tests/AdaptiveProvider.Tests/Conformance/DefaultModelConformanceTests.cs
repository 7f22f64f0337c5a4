using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Conformance;

/// <summary>The scenarios over the model that comes with the project.</summary>
public sealed class DefaultModelConformanceTests(DefaultModelTests.LoadedModel model) : ChatClientConformance, IClassFixture<DefaultModelTests.LoadedModel>
{
    protected override IChatClient Client => model.Client;

    protected override bool Decides => false;

    [Theory]
    [InlineData("full")]
    [InlineData("static")]
    [InlineData("confidence")]
    [InlineData("synchronized")]
    [InlineData("router")]
    [InlineData("lossless")]
    public async Task StructuredOutput_AtEveryPolicyOfDepth(string policy)
    {
        var options = Options();
        (options.ExitPolicy, options.MaxOutputTokens, options.Temperature, options.Seed) = (new ExitPolicy(policy), 300, 1, 4);
        options.AdditionalProperties![AdaptiveOptionKeys.AllowFullDepth] = true;
        options.MaxDepth = policy == "static" ? 0.5 : null;

        var lamp = (await Client.GetResponseAsync<Lamp>("Give me a Lamp.", options)).Result;

        Assert.True(Enum.IsDefined(lamp.Sky));
    }
}
