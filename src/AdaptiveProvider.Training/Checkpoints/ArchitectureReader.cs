using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Architecture;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>Says what architecture a model folder holds, as far as it can be trained.</summary>
internal static class ArchitectureReader
{
    /// <summary>Reads the architecture of an open folder.</summary>
    /// <exception cref="ModelFormatException">The model has something that training does not know; the exception names the field.</exception>
    public static ArchitectureConfiguration Read(ModelFolder folder)
    {
        var (spec, weights) = (folder.Spec, folder.Weights);
        string file = ConfigFile(folder);
        RequirePlainLayers(file, spec, weights);
        var looped = spec.Layout.Stages.Where(stage => stage.Loops > 1).ToArray();
        var architecture = ReadSizes(folder);
        return looped is not [var first, ..] ? architecture : architecture with
        {
            Sharing = Sharing(looped, hasEnds: spec.Layout.Stages[0].Loops == 1),
            LayersPerLoop = looped.Sum(stage => stage.LayerCount),
            Loops = first.Loops,
            LoopKv = first.KvPolicy == KvPolicy.SharedFirst ? LoopKv.SharedFirst : LoopKv.RecursionWise,
            HasLoopVectors = weights.LoopLayers.Any(layer => layer.Value.AttentionNorm != weights.Layers[layer.Key.Layer].AttentionNorm),
            LoraRank = Rank(weights),
            Router = RouterReader.Read(file, spec, weights),
        };
    }

    /// <summary>Reads the sizes of an open folder as those of an ordinary model, whether it can be trained or not.</summary>
    public static ArchitectureConfiguration ReadSizes(ModelFolder folder)
    {
        var spec = folder.Spec;
        var (theta, scaling) = Rotation(ConfigFile(folder));
        return new ArchitectureConfiguration
        {
            VocabularySize = spec.VocabularySize,
            HiddenSize = spec.HiddenSize,
            IntermediateSize = spec.IntermediateSize,
            HeadCount = spec.HeadCount,
            KvHeadCount = spec.KvHeadCount,
            HeadDim = spec.HeadDim,
            ContextLength = spec.ContextLength,
            RopeTheta = theta,
            RopeScaling = scaling,
            TiedHead = spec.TiedHead,
            NormEpsilon = spec.NormEpsilon,
            LayersPerLoop = spec.Layers.Length,
        };
    }

    /// <summary>The configuration file of a folder, for errors.</summary>
    public static string ConfigFile(ModelFolder folder) => Path.Combine(folder.Path, "config.json");

    private static ParameterSharing Sharing(Stage[] looped, bool hasEnds) => (looped.Length, hasEnds) switch
    {
        (0, _) => ParameterSharing.None,
        (1, true) => ParameterSharing.MiddleCycle,
        (1, false) => ParameterSharing.Cycle,
        (_, true) => ParameterSharing.MiddleSequence,
        (_, false) => ParameterSharing.Sequence,
    };

    private static int Rank(DecoderWeights weights)
        => weights.LoopLayers.Values.SelectMany(layer => NamedWeights.Matrices.Select(matrix => layer.Adapters is { } pairs ? matrix.Pair(pairs) : null))
            .FirstOrDefault(pair => pair is not null)?.A.RowCount ?? 0;

    private static (double Theta, JsonObject? Scaling) Rotation(string file)
    {
        // The folder was opened, so the file is a JSON object whose rotation was understood.
        var config = ConfigFields.Load(file);
        double theta = config.Object("rope_parameters")?.OptionalNumber("rope_theta", 1, 1e15) ?? config.OptionalNumber("rope_theta", 1, 1e15) ?? new DecoderDefaults().RopeTheta;
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var scaling = Object(document.RootElement, "rope_parameters") ?? Object(document.RootElement, "rope_scaling");
        return (theta, scaling);
    }

    private static JsonObject? Object(JsonElement fields, string name)
        => fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? JsonObject.Create(value.Clone()) : null;

    private static void RequirePlainLayers(string file, ModelSpec spec, DecoderWeights weights)
    {
        Require(spec.Layers.All(layer => layer.UsesRotary), "architectures", "has layers without position encoding");
        Require(spec.Layers.All(layer => layer.AttentionWindow is null), "sliding_window", "limits how far a row sees");
        Require(spec.Layers.All(layer => layer.Norms == NormPlacement.Before), "architectures", "has norms behind attention and feed-forward");
        Require(spec.Loops is null && spec.EmbeddingScale == 1, "architectures", "does more in its loops than its layers, or scales its embedding");
        var looped = spec.Layout.Stages.Where(stage => stage.Loops > 1).ToArray();
        Require(looped.Length < 2 || looped[0].KvPolicy != KvPolicy.SharedFirst, "recursion.kv_policy", "is shared_first with a sequence");
        Require(spec.Activation == Activation.Silu, "hidden_act", "is not silu");
        foreach (var layer in weights.Layers.Concat(weights.LoopLayers.Values))
        {
            Require(NamedWeights.Matrices.All(matrix => matrix.Bias(layer) is null), "attention_bias", "is true, or implied by the family, or mlp_bias is: the projections have biases");
            Require(layer.QueryNorm is null && layer.KeyNorm is null, "architectures", "has norms on query and key heads");
        }

        foreach (var (use, layer) in weights.LoopLayers)
        {
            Require(NamedWeights.Matrices.All(matrix => matrix.Weight(layer) == matrix.Weight(weights.Layers[use.Layer])), "architectures", "has loops with projections of their own");
        }

        void Require(bool holds, string field, string problem)
        {
            if (!holds)
            {
                throw new ModelFormatException(file, field, $"{problem}, which training does not know. Choose a model without; running it is possible.");
            }
        }
    }
}
