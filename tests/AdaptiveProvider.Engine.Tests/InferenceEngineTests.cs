using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

public sealed class InferenceEngineTests
{
    private static readonly ScriptedModel Model = new(StageLayout.Uniform(8, 2), vocabularySize: 97);

    [Fact]
    public async Task SubmitAsync_OneRequest_StreamsTheReferenceReply()
    {
        await using var engine = new InferenceEngine(new ScriptedExecutor(Model));
        var request = new GenerationRequest { PromptTokens = new[] { 1, 2, 3 }, MaxOutputTokens = 10 };

        await using var stream = await engine.SubmitAsync(request);
        var tokens = await EngineHarness.ReadAsync(stream);

        Assert.Equal(Model.Generate(request, 10), tokens);
        Assert.Equal(FinishCause.MaxOutputTokens, stream.Summary!.Cause);
    }
}
