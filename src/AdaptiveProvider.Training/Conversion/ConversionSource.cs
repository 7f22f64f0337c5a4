using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Checkpoints;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>Holds a model to what the recursive format can express.</summary>
internal static class ConversionSource
{
    /// <summary>Checks a model.</summary>
    /// <exception cref="ModelFormatException">It is recursive already, or its layers differ in more than weights; the exception names the field.</exception>
    public static void RequirePlain(ModelFolder folder)
    {
        var (spec, weights) = (folder.Spec, folder.Weights);
        Require(
            spec.Loops is null && spec.EmbeddingScale == 1 && spec.Layers.All(layer => layer.Norms == NormPlacement.Before),
            "architectures",
            "has norms behind its branches or between its loops, or scales its embedding, which the recursive format does not know");
        Require(spec.Router is null && spec.Layout.Stages.All(stage => stage.Loops == 1), "architectures", "is recursive already");
        Require(spec.Layers.All(layer => layer.UsesRotary), "architectures", "has layers without position encoding, which could not share weights with others");
        Require(spec.Layers.All(layer => layer.AttentionWindow is null), "sliding_window", "limits how far a row sees, which the recursive format does not know");
        Require(
            weights.Layers.All(layer => layer.QueryNorm is null && layer.KeyNorm is null), "architectures", "has norms on query and key heads, which the recursive format does not know");

        void Require(bool holds, string field, string problem)
        {
            if (!holds)
            {
                throw new ModelFormatException(ArchitectureReader.ConfigFile(folder), field, $"{problem}. Convert a Llama-like model: Llama, SmolLM2, Mistral without a window, Qwen2.");
            }
        }
    }

    /// <summary>The largest rank that any of its layers' matrices can have.</summary>
    public static int FullRank(DecoderWeights weights)
        => NamedWeights.Matrices.Select(matrix => matrix.Weight(weights.Layers[0])).Max(weight => Math.Min(weight.Shape[0], weight.Shape[1]));

    /// <summary>True when two models compute alike but for their depth.</summary>
    public static bool IsAlike(ModelSpec left, ModelSpec right)
        => left.HiddenSize == right.HiddenSize && left.IntermediateSize == right.IntermediateSize && left.VocabularySize == right.VocabularySize
            && left.HeadCount == right.HeadCount && left.KvHeadCount == right.KvHeadCount && left.HeadDim == right.HeadDim
            && left.ContextLength == right.ContextLength && left.NormEpsilon == right.NormEpsilon && left.Activation == right.Activation
            && left.TiedHead == right.TiedHead && left.RotaryScale == right.RotaryScale && left.RotaryFrequencies.SequenceEqual(right.RotaryFrequencies);
}
