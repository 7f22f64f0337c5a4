using System.Text.Json.Nodes;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Conversion;
using AdaptiveProvider.Training.Tests.Checkpoints;

namespace AdaptiveProvider.Training.Tests.Conversion;

/// <summary>Invariant: relaxed recursion at full rank, started from singular vectors, is the original.</summary>
public sealed class FullRankTests
{
    private static readonly int[] Tokens = [1, 5, 40, 7, 33, 90, 2, 11];

    public static TheoryData<string, ParameterSharing, int, BlockInitialization> Conversions
    {
        get
        {
            var data = new TheoryData<string, ParameterSharing, int, BlockInitialization>();
            foreach (string model in new[] { "llama-tied-gqa", "llama-untied-bf16-shards", "llama3-scaled-rotary", "phi3-fused" })
            {
                data.Add(model, ParameterSharing.Cycle, 2, BlockInitialization.Average);
                data.Add(model, ParameterSharing.Sequence, 2, BlockInitialization.Stepwise);
                data.Add(model, ParameterSharing.MiddleCycle, 2, BlockInitialization.Lower);
                data.Add(model, ParameterSharing.MiddleSequence, 2, BlockInitialization.Upper);
                data.Add(model, ParameterSharing.Cycle, 4, BlockInitialization.Random);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Conversions))]
    public void Convert_FullRank_IsTheOriginal(string model, ParameterSharing sharing, int loops, BlockInitialization initialization)
    {
        using var files = new ConversionFixture(TinyModels.Get(model));
        var options = new ConversionOptions { Sharing = sharing, Loops = loops, Initialization = initialization, LoraRank = ConversionOptions.FullRank };

        files.Convert(options);

        double[][] original = DecoderLogits.Specified(files.Source, Tokens);
        Assert.InRange(DecoderLogits.Distance(original, DecoderLogits.Specified(files.Target, Tokens)), 0, 2e-5);
        Assert.InRange(DecoderLogits.Distance(DecoderLogits.Trained(files.Source, Tokens), DecoderLogits.Trained(files.Target, Tokens)), 0, 2e-4);
    }

    // Biases are kept per loop, and those that only Qwen2 lacks are zeros. Training does not know them; running does.
    [Theory]
    [InlineData("qwen2-bias")]
    [InlineData("llama-biases")]
    public void Convert_ModelWithBiases_IsTheOriginal(string model)
    {
        using var files = new ConversionFixture(TinyModels.Get(model));

        files.Convert(ConversionFixture.Options with { LoraRank = ConversionOptions.FullRank });

        Assert.InRange(DecoderLogits.Distance(DecoderLogits.Specified(files.Source, Tokens), DecoderLogits.Specified(files.Target, Tokens)), 0, 2e-5);
    }

    // The inverse: one rank less, shared norms, or keys and values of the first loop are not the original.
    [Fact]
    public void Convert_LessThanEverything_IsNotTheOriginal()
    {
        using var files = new ConversionFixture();
        var exact = ConversionFixture.Options with { LoraRank = ConversionOptions.FullRank };
        double[][] original = DecoderLogits.Specified(files.Source, Tokens);
        foreach (var options in new[] { exact with { LoraRank = 31 }, exact with { HasLoopVectors = false }, exact with { LoopKv = LoopKv.SharedFirst } })
        {
            files.Convert(options);

            double distance = DecoderLogits.Distance(original, DecoderLogits.Specified(files.Target, Tokens));
            Directory.Delete(files.Target, recursive: true);

            Assert.True(distance > 1e-2, $"{options}: {distance}");
        }
    }

    [SkippableTheory]
    [InlineData(ParameterSharing.Cycle, 5)]
    [InlineData(ParameterSharing.MiddleCycle, 3)]
    public void Convert_TrainedStoriesAtFullRank_ContinueAsRecorded(ParameterSharing sharing, int loops)
    {
        string? source = SharedMaterial.Find("checkpoints/stories260K");
        Skip.If(source is null, "The optional shared test material is not beside the repository.");
        using var files = new ConversionFixture();
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "golden.json")))!;
        int[] Ids(string name) => [.. golden[name]!.AsArray().Select(id => (int)id!)];
        int[] prompt = Ids("prompt_ids"), greedy = Ids("greedy_ids");

        RecursiveConverter.Convert(source, files.Target, new ConversionOptions { Sharing = sharing, Loops = loops, LoraRank = ConversionOptions.FullRank });

        double[][] logits = DecoderLogits.Trained(files.Target, [.. prompt, .. greedy.SkipLast(1)]);
        Assert.Equal(greedy, logits.Skip(prompt.Length - 1).Select(row => Array.IndexOf(row, row.Max())));
    }
}
