using System.Text.Json;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Models;
using AdaptiveProvider.Testing.Engine;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Recorded results of a published-format Mixture-of-Recursions that lies beside the repository.</summary>
public abstract class RoutedCheckpointSuite(IExecutorKind kind) : RecursionSuite(kind)
{
    private const string Name = "mor-token-tiny";

    [SkippableFact]
    public void Execute_RecordedTokenChoice_MatchesDepthsAndLogits()
    {
        using var golden = Golden();
        using var folder = ModelFolder.Open(SharedMaterial.Find($"checkpoints/{Name}")!);
        using var executor = Kind.Load(folder.Spec, folder.Weights, new TestExecutorOptions { SlotCount = 1 });
        var (results, steps) = (Results(golden), new StepDriver(executor));
        int[] prompt = Ints(golden.RootElement, "prompt_ids");

        var rows = steps.Prefill(0, prompt);

        Assert.Equal(Ints(results, "prompt_depths"), steps.HeadLayers[0].Select(Loops));
        TokenAssert.Close(Doubles(results, "logits_position_7"), rows[7], SingleTolerance);
        TokenAssert.Close(Doubles(results, "logits_last"), rows[^1], SingleTolerance);
    }

    [SkippableFact]
    public async Task Generate_RecordedTokenChoice_MatchesGreedyIdsAndDepths()
    {
        using var golden = Golden();
        using var folder = ModelFolder.Open(SharedMaterial.Find($"checkpoints/{Name}")!);
        using var executor = Kind.Load(folder.Spec, folder.Weights, new TestExecutorOptions { SlotCount = 1 });
        using var harness = new EngineHarness(executor);
        int[] expected = Ints(Results(golden), "greedy_ids");

        var stream = harness.Submit(new GenerationRequest { PromptTokens = Ints(golden.RootElement, "prompt_ids"), MaxOutputTokens = expected.Length });
        harness.StepUntilIdle();
        var tokens = await EngineHarness.ReadAsync(stream);

        Assert.Equal(expected, tokens.Select(token => token.Token));
        Assert.Equal(Ints(Results(golden), "greedy_depths"), tokens.Select(token => Loops(token.LayersExecuted)));
        CheckCache(executor, Results(golden).GetProperty("kv_slot_lengths_at_end"));
    }

    /// <summary>Compares how many rows each loop's planes of the first slot hold, keyed (layer in block, loop), where the executor can tell.</summary>
    protected abstract void CheckCache(IModelExecutor executor, JsonElement lengths);

    // One layer before and one after, two in the shared block.
    private static int Loops(int layers) => (layers - 2) / 2;

    private static JsonElement Results(JsonDocument golden) => golden.RootElement.GetProperty("results").GetProperty("recursion_wise");

    private static JsonDocument Golden()
    {
        string? path = SharedMaterial.Find($"checkpoints/{Name}/golden_f64.json");
        Skip.If(path is null, $"The shared checkpoint {Name} is absent.");
        return JsonDocument.Parse(File.ReadAllBytes(path!));
    }

    private static int[] Ints(JsonElement parent, string field) => [.. parent.GetProperty(field).EnumerateArray().Select(item => item.GetInt32())];

    private static double[] Doubles(JsonElement parent, string field) => [.. parent.GetProperty(field).EnumerateArray().Select(item => item.GetDouble())];
}
