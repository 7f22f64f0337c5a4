using System.Text.Json;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Weights;

public sealed class SharedCheckpointTests
{
    [SkippableTheory]
    [InlineData("llama-tied-f32")]
    [InlineData("llama-untied-f16-3shards")]
    [InlineData("qwen2-bias-f32")]
    public void Open_GoldenCheckpoint_MatchesLogitsHiddenStatesAndExits(string name)
    {
        using var folder = OpenShared(name);
        using var golden = Golden(name, "golden_f64.json");
        int[] prompt = Ints(golden, "prompt_ids");
        var reference = new ReferenceModel(folder.Spec, folder.Weights);

        double[][] logits = [.. reference.Hidden(prompt).Select(reference.Logits)];

        var expectedLogits = golden.RootElement.GetProperty("logits").EnumerateArray().Select(Doubles).ToArray();
        for (int position = 0; position < prompt.Length; position++)
        {
            AssertClose(expectedLogits[position], logits[position], 1e-6);
        }

        var expectedHidden = golden.RootElement.GetProperty("hidden_last").EnumerateArray().Select(Doubles).ToArray();
        int[] expectedExits = Ints(golden, "early_exit_argmax_last_per_layer");
        double[] expectedConfidences = Doubles(golden.RootElement.GetProperty("early_exit_top1_prob_last_per_layer"));
        for (int passCount = 0; passCount < expectedHidden.Length; passCount++)
        {
            double[] hidden = reference.Hidden(prompt, passCount)[^1];
            double[] exitLogits = reference.Logits(hidden);
            double confidence = 1 / exitLogits.Sum(logit => Math.Exp(logit - exitLogits.Max()));
            AssertClose(expectedHidden[passCount], hidden, 1e-6);
            Assert.Equal(expectedExits[passCount], Array.IndexOf(exitLogits, exitLogits.Max()));
            Assert.Equal(expectedConfidences[passCount], confidence, 1e-6);
        }
    }

    [SkippableTheory]
    [InlineData("llama-tied-f32")]
    [InlineData("llama-untied-f16-3shards")]
    [InlineData("qwen2-bias-f32")]
    public void Generate_GoldenCheckpoint_MatchesGreedyIds(string name)
    {
        using var folder = OpenShared(name);
        using var golden = Golden(name, "golden_f64.json");
        int[] expected = Ints(golden, "greedy_ids");

        var reply = ReferenceGenerator.Generate(new ReferenceModel(folder.Spec, folder.Weights), Ints(golden, "prompt_ids"), expected.Length);

        Assert.Equal(expected, reply.Tokens);
    }

    [SkippableFact]
    public void Open_Stories260K_EveryGreedyIdIsTheHighestLogit()
    {
        using var folder = OpenShared("stories260K");
        using var golden = Golden("stories260K", "golden.json");
        int[] prompt = Ints(golden, "prompt_ids"), greedy = Ints(golden, "greedy_ids");
        var reference = new ReferenceModel(folder.Spec, folder.Weights);

        double[][] hidden = reference.Hidden([.. prompt, .. greedy[..^1]]);

        // One pass over the golden text is the same check as generating it, in a hundredth of the time.
        int[] highest = [.. hidden.Skip(prompt.Length - 1).Select(reference.Logits).Select(logits => Array.IndexOf(logits, logits.Max()))];
        Assert.Equal(200, greedy.Length);
        Assert.Equal(greedy, highest);
        double[] last = reference.Logits(hidden[prompt.Length - 1]);
        foreach (var pair in golden.RootElement.GetProperty("logits_last_top10").EnumerateArray())
        {
            Assert.Equal(pair[1].GetDouble(), last[pair[0].GetInt32()], 1e-5);
        }

        Assert.Equal([1, 2], folder.GenerationDefaults.EosTokens.ToArray());
    }

    private static ModelFolder OpenShared(string name)
    {
        string? path = SharedMaterial.Find($"checkpoints/{name}");
        Skip.If(path is null, $"The shared checkpoint {name} is absent.");
        return ModelFolder.Open(path!);
    }

    private static JsonDocument Golden(string name, string file) => JsonDocument.Parse(File.ReadAllBytes(SharedMaterial.Find($"checkpoints/{name}/{file}")!));

    private static int[] Ints(JsonDocument golden, string field) => [.. golden.RootElement.GetProperty(field).EnumerateArray().Select(item => item.GetInt32())];

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max();
        Assert.True(difference <= tolerance, $"The values differ by up to {difference}.");
    }
}
