using System.Text.Json;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>A model that knows nothing of JSON writes nothing else, in every way to spend depth.</summary>
public sealed class JsonConstraintsEngineTests
{
    private const string Schema = """{"type":"object","properties":{"temperature":{"type":"integer","minimum":-9,"maximum":9},"conditions":{"enum":["sunny","cloudy"]},"certain":{"type":"boolean"}},"required":["temperature","conditions"]}""";

    public static TheoryData<DepthMethod> Methods => [DepthMethod.Full, DepthMethod.Static, DepthMethod.Confidence, DepthMethod.Synchronized, DepthMethod.Lossless];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Step_ConstrainedRequests_AllRepliesAreValid(DepthMethod method)
    {
        var model = new ScriptedModel(StageLayout.Uniform(8, 2), TestVocabulary.Size);
        using var harness = new EngineHarness(new ScriptedExecutor(model, slotLength: 256));
        ITokenConstraint constraint = TestVocabulary.Of(Schema);
        var readers = Enumerable.Range(0, 12).Select(index => new ScriptedReader(harness.Submit(new GenerationRequest
        {
            PromptTokens = new[] { index % 3, 5, 6 },
            Constraint = constraint,
            Seed = index,
            StopTokens = [TestVocabulary.End],
            Sampling = new SamplingSettings { Temperature = 1 },
            Depth = new DepthSettings { Method = method, Exits = method == DepthMethod.Full ? [] : [2], Threshold = 0.5f },
        }))).ToList();

        while (readers.Exists(reader => !reader.IsAtEnd))
        {
            harness.StepUntilIdle();
            readers.ForEach(reader => reader.Read());
        }

        foreach (var reader in readers)
        {
            string reply = TestVocabulary.Tokenizer.Decode([.. reader.Tokens.Select(token => token.Token)]);
            Assert.True(new SchemaValidator(TestVocabulary.Parse(Schema)).IsValid(JsonDocument.Parse(reply).RootElement), reply);
            Assert.Equal(FinishCause.StopToken, reader.Stream.Summary!.Cause);
            Assert.Contains(reader.Tokens, token => token.LayersExecuted == 0);
        }

        Assert.Empty(harness.Violations);
    }

    [Fact]
    public void Step_ImpliedTokens_TakeFewerStepsThanTokens()
    {
        var model = new ScriptedModel(StageLayout.Uniform(8, 2), TestVocabulary.Size);
        var executor = new ScriptedExecutor(model, slotLength: 256);
        using var harness = new EngineHarness(executor);
        var reader = new ScriptedReader(harness.Submit(new GenerationRequest
        {
            PromptTokens = new[] { 1, 2 },
            Constraint = TestVocabulary.Compact.FromSchema(TestVocabulary.Parse("""{"const":"a text of which nothing is left open"}""")),
        }));

        while (!reader.IsAtEnd)
        {
            harness.StepUntilIdle();
            reader.Read();
        }

        Assert.Equal("\"a text of which nothing is left open\"", TestVocabulary.Tokenizer.Decode([.. reader.Tokens.Select(token => token.Token)]));
        Assert.Equal(1, executor.Steps);
        Assert.Equal(reader.Tokens.Count, reader.Stream.Summary!.OutputTokens);
    }

    [Fact]
    public void Submit_AConstraintOfAnotherVocabulary_IsRefused()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(new ScriptedModel(StageLayout.Uniform(8, 2), 97)));

        var refusal = Assert.ThrowsAny<ArgumentException>(() => harness.Submit(new GenerationRequest { PromptTokens = new[] { 1 }, Constraint = TestVocabulary.Of("true") }));

        Assert.Contains("vocabulary", refusal.Message);
    }
}
