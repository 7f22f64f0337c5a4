using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Checkpoints;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>How large a converted model will be.</summary>
internal static class ConversionSize
{
    private const long OtherFiles = 64 << 20; // configuration, tokenizer, licence

    /// <summary>Bytes, a little more than needed.</summary>
    public static long Estimate(DecoderWeights weights, SharingPlan plan, LayerSettings settings)
    {
        var matrices = NamedWeights.Matrices.Select(matrix => matrix.Weight(weights.Layers[0])).ToArray();
        long layer = matrices.Sum(Stored), pairs = matrices.Sum(matrix => (long)settings.Rank * (matrix.Shape[0] + matrix.Shape[1]) * sizeof(float));
        long vectors = weights.Layers.Length * (matrices.Sum(matrix => (long)matrix.Shape[0]) + (2L * weights.FinalNorm.Shape[0])) * sizeof(float);
        long ends = Stored(weights.Embedding) + (weights.Head == weights.Embedding ? 0 : Stored(weights.Head));
        return ends + (plan.Originals.Length * layer) + (plan.SharedCount * pairs) + vectors + OtherFiles;

        long Stored(WeightTensor weight) => weight.ElementCount * (settings.StoredType ?? weight.Type).Size();
    }
}
