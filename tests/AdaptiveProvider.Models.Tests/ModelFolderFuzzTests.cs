using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Tests.Configuration;
using AdaptiveProvider.Models.Tests.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests;

/// <summary>Mutated folders: each is read completely, and computes, or is refused with a typed error, without another exception, a crash or a large allocation.</summary>
public sealed class ModelFolderFuzzTests
{
    private const long AllocationMax = 8_000_000;

    private static readonly TinyModel Tiny = new()
    {
        Name = "fuzz",
        Architecture = "SmolLM3ForCausalLM",
        Layers = 2,
        Hidden = 8,
        Intermediate = 8,
        Heads = 2,
        KvHeads = 1,
        HeadDim = 4,
        Vocabulary = 8,
        TiedHead = true,
        ConfigFields = """{"rope_scaling": {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4, "original_max_position_embeddings": 64}, "use_sliding_window": true, "sliding_window": 3, "no_rope_layers": [1, 0], "layer_types": ["full_attention", "sliding_attention"], "partial_rotary_factor": 1, "bos_token_id": 1}""",
    };

    [Theory]
    [InlineData("LlamaForCausalLM")]
    [InlineData("MistralForCausalLM")]
    [InlineData("Qwen3ForCausalLM")]
    [InlineData("SmolLM3ForCausalLM")]
    [InlineData("Phi3ForCausalLM")]
    public void Open_MutatedConfig_SucceedsOrThrowsTyped(string architecture)
    {
        var model = Tiny with { Architecture = architecture, QueryKeyNorm = architecture[0] == 'Q', FusedProjections = architecture[0] == 'P' };
        using var files = TinyModels.Write(model);
        string config = File.ReadAllText(files["config.json"]);

        Fuzz(files, 500, random => File.WriteAllText(files["config.json"], JsonMutation.Apply(config, random)));
    }

    [Theory]
    [InlineData("mor-expert-mlp-auxiliary")]
    [InlineData("mor-token-mlp-bias")]
    [InlineData("relaxed-sequence-query-only")]
    public void Open_MutatedRecursiveConfig_SucceedsOrThrowsTyped(string name)
    {
        using var files = TinyModels.Write(Small(name));
        string config = File.ReadAllText(files["config.json"]);

        Fuzz(files, 300, random => File.WriteAllText(files["config.json"], JsonMutation.Apply(config, random)));
    }

    [Theory]
    [InlineData("ouro")]
    [InlineData("huginn")]
    public void Open_MutatedLoopedConfig_SucceedsOrThrowsTyped(string name)
    {
        using var files = TinyModels.Write(Small(name) with { KvHeads = 2 });
        string config = File.ReadAllText(files["config.json"]);

        Fuzz(files, 300, random => File.WriteAllText(files["config.json"], JsonMutation.Apply(config, random)));
    }

    [Fact]
    public void Open_MutatedPublishedSettings_SucceedsOrThrowsTyped()
    {
        using var files = TinyPublishedModels.Write(Small("mor-expert-mlp-auxiliary"));
        string settings = File.ReadAllText(files["mor.json"]);

        Fuzz(files, 300, random => File.WriteAllText(files["mor.json"], JsonMutation.Apply(settings, random)));
    }

    [Fact]
    public void Open_MutatedConfigBytes_SucceedsOrThrowsTyped()
    {
        using var files = TinyModels.Write(Tiny);
        byte[] config = File.ReadAllBytes(files["config.json"]);

        Fuzz(files, 1000, random => File.WriteAllBytes(files["config.json"], ByteMutation.Apply(config, config.Length, random)));
    }

    [Fact]
    public void Open_MutatedGenerationConfig_SucceedsOrThrowsTyped()
    {
        using var files = TinyModels.Write(Tiny);
        string config = File.ReadAllText(files["generation_config.json"]);

        Fuzz(files, 1000, random => File.WriteAllText(files["generation_config.json"], JsonMutation.Apply(config, random)));
    }

    [Fact]
    public void Open_MutatedIndex_SucceedsOrThrowsTyped()
    {
        using var files = TinyModels.Write(Tiny with { ShardBytesMax = 700 });
        string index = File.ReadAllText(files["model.safetensors.index.json"]);

        Fuzz(files, 1000, random => File.WriteAllText(files["model.safetensors.index.json"], JsonMutation.Apply(index, random)));
    }

    [Fact]
    public void Open_MutatedHeader_SucceedsOrThrowsTyped()
    {
        using var files = TinyModels.Write(Tiny);
        byte[] weights = File.ReadAllBytes(files["model.safetensors"]);
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(weights);
        string header = Encoding.UTF8.GetString(weights, 8, headerLength);

        Fuzz(files, 2000, random =>
        {
            byte[] mutated = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? JsonMutation.Apply(header, random) : SwapNumbers(header, random));
            byte[] length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, mutated.Length);
            File.WriteAllBytes(files["model.safetensors"], [.. length, .. mutated, .. weights.AsSpan(8 + headerLength)]);
        });
    }

    [Fact]
    public void Open_MutatedWeightBytes_SucceedsOrThrowsTyped()
    {
        using var files = TinyModels.Write(Tiny);
        byte[] weights = File.ReadAllBytes(files["model.safetensors"]);
        int headerEnd = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(weights);

        Fuzz(files, 2000, random => File.WriteAllBytes(files["model.safetensors"], ByteMutation.Apply(weights, headerEnd, random)));
    }

    private static TinyModel Small(string name) => TinyModels.Get(name) with { Hidden = 8, Intermediate = 8, Heads = 2, KvHeads = 1, HeadDim = 4, Vocabulary = 8 };

    private static void Fuzz(TemporaryFolder files, int cases, Action<Random> mutate)
    {
        int opened = 0;
        for (int seed = 0; seed < cases; seed++)
        {
            mutate(new Random(seed));
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var folder = ModelFolder.Open(files.Path);
                ReadEveryRow(folder);
                Assert.Equal(folder.Spec.VocabularySize, new ReferenceModel(folder.Spec, folder.Weights).NextLogits([0, 1, 2]).Length);
                opened++;
            }
            catch (ModelFormatException failure)
            {
                Assert.False(string.IsNullOrEmpty(failure.File), $"seed {seed}");
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {failure}");
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.True(allocated < AllocationMax, $"seed {seed}: allocated {allocated} bytes");
        }

        // Mutations that never get past the first check would prove nothing about the later ones.
        Assert.InRange(opened, cases / 100, cases - (cases / 100));
    }

    private static void ReadEveryRow(ModelFolder folder)
    {
        foreach (var tensor in folder.Weights.DistinctTensors())
        {
            float[] row = new float[tensor.RowLength];
            for (int i = 0; i < tensor.RowCount; i++)
            {
                tensor.CopyRowTo(i, row);
            }
        }
    }

    // Offsets and sizes of one tensor given to another: each number is plausible, together they overlap or leave holes.
    private static string SwapNumbers(string header, Random random)
    {
        var root = JsonNode.Parse(header)!.AsObject();
        string[] names = [.. root.Select(field => field.Key)];
        string field = random.Next(2) == 0 ? "data_offsets" : "shape";
        var from = root[names[random.Next(names.Length)]]![field]!;
        root[names[random.Next(names.Length)]]![field] = from.DeepClone();
        return root.ToJsonString();
    }
}
