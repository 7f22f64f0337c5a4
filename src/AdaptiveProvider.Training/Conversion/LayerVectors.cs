using System.Collections.Immutable;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Checkpoints;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>A model's norm gains and biases as the checkpoint format wants them: all biases of attention or none, likewise of the feed-forward.</summary>
internal sealed class LayerVectors
{
    private readonly ImmutableArray<LayerWeights> _layers;

    /// <summary>Finds out which biases a model has.</summary>
    public LayerVectors(DecoderWeights weights)
    {
        _layers = weights.Layers;
        HasAttentionBias = Has("self_attn");
        HasFeedForwardBias = Has("mlp");
        Names =
        [
            .. NamedWeights.Norms.Select(norm => $"{norm.Name}.weight"),
            .. NamedWeights.Matrices.Where(matrix => IsAttention(matrix) ? HasAttentionBias : HasFeedForwardBias).Select(matrix => $"{matrix.Name}.bias"),
        ];

        bool Has(string part) => NamedWeights.Matrices.Any(matrix => matrix.Name.StartsWith(part, StringComparison.Ordinal) && _layers.Any(layer => matrix.Bias(layer) is not null));
    }

    /// <summary>Some projection of the attention has a bias; the others get zeros.</summary>
    public bool HasAttentionBias { get; }

    /// <summary>Some projection of the feed-forward has a bias; the others get zeros.</summary>
    public bool HasFeedForwardBias { get; }

    /// <summary>Names inside a layer, for example input_layernorm.weight.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>A vector of an original layer.</summary>
    public WeightTensor Get(int layer, string name)
    {
        var weights = _layers[layer];
        if (NamedWeights.Norms.FirstOrDefault(norm => $"{norm.Name}.weight" == name) is { Gain: { } gain })
        {
            return gain(weights);
        }

        var matrix = NamedWeights.Matrices.Single(matrix => $"{matrix.Name}.bias" == name);
        int outputs = matrix.Weight(weights).RowCount;
        return matrix.Bias(weights) ?? WeightTensor.FromValues(name, [outputs], new float[outputs]);
    }

    private static bool IsAttention(LayerMatrix matrix) => matrix.Name.StartsWith("self_attn", StringComparison.Ordinal);
}
