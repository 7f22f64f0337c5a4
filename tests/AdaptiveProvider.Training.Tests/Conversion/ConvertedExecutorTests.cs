using System.Text.Json.Nodes;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Executors;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Conversion;
using AdaptiveProvider.Training.Tests.Checkpoints;

namespace AdaptiveProvider.Training.Tests.Conversion;

/// <summary>Converted models on both executors: at full rank they are the original.</summary>
public sealed class ConvertedExecutorTests
{
    private static readonly int[] Tokens = [1, 5, 40, 7, 33, 90, 2, 11];

    [Theory]
    [InlineData("llama-tied-gqa", ParameterSharing.Cycle, "managed")]
    [InlineData("llama-untied-bf16-shards", ParameterSharing.MiddleCycle, "managed")]
    [InlineData("llama3-scaled-rotary", ParameterSharing.Sequence, "managed")]
    [InlineData("qwen2-bias", ParameterSharing.MiddleSequence, "managed")]
    [InlineData("llama-tied-gqa", ParameterSharing.MiddleCycle, "libtorch")]
    [InlineData("qwen2-bias", ParameterSharing.Cycle, "libtorch")]
    public void Execute_FullRank_IsTheOriginal(string model, ParameterSharing sharing, string kind)
    {
        using var files = new ConversionFixture(TinyModels.Get(model));
        files.Convert(new ConversionOptions { Sharing = sharing, Loops = 2, LoraRank = ConversionOptions.FullRank });
        double[][] original = DecoderLogits.Specified(files.Source, Tokens);

        using var folder = ModelFolder.Open(files.Target);
        using var executor = Load(folder, kind);
        var rows = new StepDriver(executor).Prefill(0, Tokens);

        Assert.All(original.Zip(rows), row => TokenAssert.Close(row.First, row.Second, 1e-4));
    }

    [SkippableTheory]
    [InlineData(ParameterSharing.Cycle, 5, "managed")]
    [InlineData(ParameterSharing.MiddleSequence, 3, "managed")]
    [InlineData(ParameterSharing.MiddleCycle, 3, "libtorch")]
    public void Execute_TrainedStoriesAtFullRank_GeneratesTwoHundredRecordedTokens(ParameterSharing sharing, int loops, string kind)
    {
        string? source = SharedMaterial.Find("checkpoints/stories260K");
        Skip.If(source is null, "The optional shared test material is not beside the repository.");
        using var files = new ConversionFixture();
        RecursiveConverter.Convert(source, files.Target, new ConversionOptions { Sharing = sharing, Loops = loops, LoraRank = ConversionOptions.FullRank });
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "golden.json")))!;
        int[] Ids(string name) => [.. golden[name]!.AsArray().Select(id => (int)id!)];
        int[] prompt = Ids("prompt_ids"), greedy = Ids("greedy_ids");

        using var folder = ModelFolder.Open(files.Target);
        using var executor = Load(folder, kind);
        var steps = new StepDriver(executor);
        List<int> reply = [steps.Prefill(0, prompt)[^1].Token];
        while (reply.Count < greedy.Length)
        {
            reply.Add(steps.Run(steps.Item(0, prompt.Length + reply.Count - 1, new[] { reply[^1] }))[0][0].Token);
        }

        Assert.Equal(200, greedy.Length);
        Assert.Equal(greedy, reply);
    }

    private static IModelExecutor Load(ModelFolder folder, string kind) => kind == "managed"
        ? CpuModelExecutor.Load(
            folder.Spec, folder.Weights, new CpuExecutorOptions { Weights = Precision.F32, KeyValues = KvPrecision.F32, Threads = 1, SlotCount = 2, SlotLength = 256 })
        : TorchModelExecutor.Load(
            folder.Spec, folder.Weights, new TorchExecutorOptions { Device = "cpu", Weights = TorchPrecision.F32, Threads = 1, SlotCount = 2, SlotLength = 256 });
}
