using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Model;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests.Checkpoints;

public sealed class CheckpointReaderTests
{
    private static readonly int[] Tokens = [1, 5, 40, 7, 33, 90, 2, 11];

    public CheckpointReaderTests() => TorchRuntime.Load();

    [Theory]
    [InlineData("llama-tied-gqa")]
    [InlineData("llama-untied-bf16-shards")]
    [InlineData("llama-single-kv-head-f16")]
    [InlineData("llama3-scaled-rotary")]
    [InlineData("phi3-fused")]
    [InlineData("recursive-cycle")]
    [InlineData("recursive-middle-cycle-shared-first")]
    [InlineData("recursive-sequence")]
    [InlineData("recursive-none")]
    [InlineData("recursive-own-vectors")]
    [InlineData("relaxed-middle-cycle")]
    [InlineData("relaxed-sequence-query-only")]
    public void Read_UnroutedFolder_DecoderComputesWhatTheSpecificationSays(string name)
    {
        using var folder = TinyModels.Write(name);

        double distance = DecoderLogits.Distance(DecoderLogits.Specified(folder.Path, Tokens), DecoderLogits.Trained(folder.Path, Tokens));

        Assert.InRange(distance, 0, 1e-3);
    }

    [Theory]
    [InlineData("mor-expert", 0.5)]
    [InlineData("mor-expert-mlp-auxiliary", 0.5)]
    [InlineData("mor-expert-interpolate", 0.4)]
    [InlineData("mor-expert-relaxed", 0.5)]
    [InlineData("mor-token", 0.0)]
    [InlineData("mor-token-mlp-bias", 0.0)]
    public void Read_RoutedFolder_DecoderRoutesAsTheSpecificationSays(string name, double threshold)
    {
        using var folder = TinyModels.Write(name);
        Routing routing = threshold == 0 ? new Routing.Full() : new Routing.Threshold(threshold);

        double distance = DecoderLogits.Distance(DecoderLogits.Specified(folder.Path, Tokens), DecoderLogits.Trained(folder.Path, Tokens, routing));

        Assert.InRange(distance, 0, 1e-3);
    }

    [Theory]
    [InlineData("llama-biases", "attention_bias")]
    [InlineData("qwen2-bias", "attention_bias")]
    [InlineData("mistral-window", "sliding_window")]
    [InlineData("qwen3-norms", "architectures")]
    [InlineData("smollm3-no-rotary", "architectures")]
    [InlineData("relaxed-own-vectors", "attention_bias")]
    [InlineData("recursive-middle-sequence", "recursion.kv_policy")]
    [InlineData("ouro", "architectures")]
    [InlineData("huginn", "architectures")]
    public void Read_WhatTrainingDoesNotKnow_NamesTheField(string name, string field)
    {
        using var folder = TinyModels.Write(name);

        var failure = Assert.Throws<ModelFormatException>(() => CheckpointReader.Read(folder.Path, torch.CPU));

        Assert.Equal((folder["config.json"], field), (failure.File, failure.Field));
    }

    [Theory]
    [InlineData("llama-untied-bf16-shards")]
    [InlineData("llama3-scaled-rotary")]
    [InlineData("recursive-own-vectors")]
    [InlineData("relaxed-middle-cycle")]
    [InlineData("mor-expert-interpolate")]
    public void Export_OfWhatWasRead_IsReadAsTheSame(string name)
    {
        using var folder = TinyModels.Write(name);
        using var written = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        using var read = CheckpointReader.Read(folder.Path, torch.CPU);

        ModelExporter.Export(written.Path, read, WeightType.F32, threshold: 0.4, tokenizerFolder: null);
        using var again = CheckpointReader.Read(written.Path, torch.CPU);

        Assert.Equal(read.Names, again.Names);
        Assert.All(read.Names, parameter => Assert.Equal(read[parameter].data<float>().ToArray(), again[parameter].data<float>().ToArray()));
        Assert.Equal(0, DecoderLogits.Distance(DecoderLogits.Specified(folder.Path, Tokens), DecoderLogits.Specified(written.Path, Tokens)), 1e-9);
    }

    [Fact]
    public void Export_WithTokenizerFolder_TakesTemplateAndSpecialTokensOver()
    {
        using var folder = TinyModels.Write("recursive-cycle");
        using var written = new TemporaryFolder();
        File.WriteAllText(folder["chat_template.jinja"], "{{ messages }}");
        File.Delete(folder["generation_config.json"]);
        using var scope = torch.NewDisposeScope();
        using var read = CheckpointReader.Read(folder.Path, torch.CPU);

        ModelExporter.Export(written.Path, read, WeightType.F32, threshold: 0, folder.Path);
        using var exported = ModelFolder.Open(written.Path);

        Assert.Equal("{{ messages }}", File.ReadAllText(written["chat_template.jinja"]));
        Assert.Equal([2], exported.GenerationDefaults.EosTokens.ToArray());
    }

    [Fact]
    public void Load_AnotherArchitecture_SaysWhichTensor()
    {
        using var plain = TinyModels.Write("llama-tied-gqa");
        using var recursive = TinyModels.Write("recursive-cycle");
        using var scope = torch.NewDisposeScope();
        using var parameters = CheckpointReader.Read(recursive.Path, torch.CPU);

        var surplus = Assert.Throws<TrainingException>(() => CheckpointReader.Load(parameters, plain.Path));

        Assert.Contains("model.layers.2", surplus.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Read_TrainedStories_ContinuesAsRecorded()
    {
        string? folder = SharedMaterial.Find("checkpoints/stories260K");
        Skip.If(folder is null, "The optional shared test material is not beside the repository.");
        var golden = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")))!;
        int[] Ids(string name) => [.. golden[name]!.AsArray().Select(id => (int)id!)];
        int[] prompt = Ids("prompt_ids"), greedy = [.. Ids("greedy_ids").Take(60)];

        double[][] logits = DecoderLogits.Trained(folder, [.. prompt, .. greedy]);

        Assert.Equal(greedy, logits.Skip(prompt.Length - 1).Take(greedy.Length).Select(row => Array.IndexOf(row, row.Max())));
        Assert.Equal(ParameterSharing.None, CheckpointReader.ReadArchitecture(folder).Sharing);
    }
}
