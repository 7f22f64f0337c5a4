using System.Text.Json;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models;
using AdaptiveProvider.Testing.Engine;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Recorded double-precision results of checkpoints that lie beside the repository.</summary>
public abstract class CheckpointSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    public static TheoryData<string> Recorded => ["llama-tied-f32", "llama-untied-f16-3shards", "qwen2-bias-f32"];

    [SkippableTheory]
    [MemberData(nameof(Recorded))]
    public void Execute_RecordedCheckpoint_MatchesLogitsAndExits(string name)
    {
        using var folder = Open(name);
        using var golden = Golden(name, "golden_f64.json");
        using var executor = Load(folder, TestPrecision.F32);
        var steps = new StepDriver(executor);
        int[] prompt = Ints(golden, "prompt_ids");
        var expectedLogits = golden.RootElement.GetProperty("logits").EnumerateArray().Select(Doubles).ToArray();
        int[] exits = Ints(golden, "early_exit_argmax_last_per_layer");
        double[] confidences = Doubles(golden.RootElement.GetProperty("early_exit_top1_prob_last_per_layer"));

        var rows = steps.Prefill(0, prompt);

        for (int row = 0; row < prompt.Length; row++)
        {
            TokenAssert.Close(expectedLogits[row], rows[row], 1e-4);
        }

        for (int depth = 1; depth < exits.Length; depth++)
        {
            var exit = steps.Prefill(depth, prompt, depth)[^1];
            Assert.Equal(exits[depth], exit.Token);
            Assert.Equal(confidences[depth], Math.Exp(exit.Logit - exit.LogSumExp), 1e-4);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Recorded))]
    public async Task Generate_RecordedCheckpoint_MatchesGreedyIds(string name)
    {
        using var folder = Open(name);
        using var golden = Golden(name, "golden_f64.json");
        int[] expected = Ints(golden, "greedy_ids");

        using var executor = Load(folder, TestPrecision.F32);
        var reply = await Generate(executor, Ints(golden, "prompt_ids"), expected.Length);

        Assert.Equal(expected, reply.Select(token => token.Token));
    }

    [SkippableFact]
    public async Task Generate_Stories260K_MatchesTwoHundredGreedyIds()
    {
        using var folder = Open("stories260K");
        using var golden = Golden("stories260K", "golden.json");
        int[] expected = Ints(golden, "greedy_ids");

        using var executor = Load(folder, TestPrecision.F32);
        var reply = await Generate(executor, Ints(golden, "prompt_ids"), expected.Length);

        Assert.Equal(200, expected.Length);
        Assert.Equal(expected, reply.Select(token => token.Token));
        var logits = reply[0].Sample.TopLogits!.ToDictionary(logit => logit.Token, logit => logit.Logit);
        foreach (var pair in golden.RootElement.GetProperty("logits_last_top10").EnumerateArray())
        {
            Assert.Equal(pair[1].GetDouble(), logits[pair[0].GetInt32()], 1e-4);
        }
    }

    // A trained model shows what the narrow formats cost: the share of positions of the golden text whose highest logit stays the same.
    [SkippableTheory]
    [InlineData(TestPrecision.F32, TestPrecision.BF16, 198)]
    [InlineData(TestPrecision.BF16, TestPrecision.BF16, 195)]
    [InlineData(TestPrecision.EightBit, TestPrecision.F16, 195)]
    [InlineData(TestPrecision.EightBit, TestPrecision.BF16, 195)]
    public void Execute_Stories260KInNarrowFormats_AgreesWithGolden(TestPrecision weights, TestPrecision cache, int agreeing)
    {
        using var folder = Open("stories260K");
        using var golden = Golden("stories260K", "golden.json");
        using var executor = Load(folder, weights, cache);
        int[] prompt = Ints(golden, "prompt_ids"), greedy = Ints(golden, "greedy_ids");

        var rows = new StepDriver(executor).Prefill(0, [.. prompt, .. greedy[..^1]]);

        Assert.InRange(rows.Skip(prompt.Length - 1).Zip(greedy).Count(pair => pair.First.Token == pair.Second), agreeing, 200);
    }

    private static async Task<List<TokenEvent>> Generate(IModelExecutor executor, int[] prompt, int count)
    {
        using var harness = new EngineHarness(executor);
        var stream = harness.Submit(new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = count, TopLogitCount = 10, Sampling = SamplingSettings.Greedy });
        harness.StepUntilIdle();
        return await EngineHarness.ReadAsync(stream);
    }

    private IModelExecutor Load(ModelFolder folder, TestPrecision precision, TestPrecision cache = TestPrecision.Auto)
        => Kind.Load(folder.Spec, folder.Weights, new TestExecutorOptions { Weights = precision, KeyValues = cache });

    private static ModelFolder Open(string name)
    {
        string? path = SharedMaterial.Find($"checkpoints/{name}");
        Skip.If(path is null, $"The shared checkpoint {name} is absent.");
        return ModelFolder.Open(path!);
    }

    private static JsonDocument Golden(string name, string file) => JsonDocument.Parse(File.ReadAllBytes(SharedMaterial.Find($"checkpoints/{name}/{file}")!));

    private static int[] Ints(JsonDocument golden, string field) => [.. golden.RootElement.GetProperty(field).EnumerateArray().Select(item => item.GetInt32())];

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];
}
