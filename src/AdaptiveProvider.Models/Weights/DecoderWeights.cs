using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Every weight of a decoder by its role, whatever the checkpoint's naming. Shared weights are the same object.</summary>
public sealed record DecoderWeights
{
    /// <summary>Token embedding, [vocabulary, hidden].</summary>
    public required WeightTensor Embedding { get; init; }

    /// <summary>The weight layers, indexed as <see cref="Engine.Depth.Stage.FirstLayer"/> counts them.</summary>
    public required ImmutableArray<LayerWeights> Layers { get; init; }

    /// <summary>Gain of the final norm, [hidden].</summary>
    public required WeightTensor FinalNorm { get; init; }

    /// <summary>The head, [vocabulary, hidden]; the same object as <see cref="Embedding"/> when tied.</summary>
    public required WeightTensor Head { get; init; }

    /// <summary>Parameters, those of shared tensors counted once.</summary>
    public long ParameterCount => DistinctTensors().Sum(tensor => tensor.ElementCount);

    /// <summary>Bytes as stored, those of shared tensors counted once.</summary>
    public long ByteCount => DistinctTensors().Sum(tensor => tensor.ByteCount);

    /// <summary>Every tensor once, in the order of use.</summary>
    public IEnumerable<WeightTensor> DistinctTensors()
        => ((WeightTensor?[])[Embedding, .. Layers.SelectMany(layer => layer.Tensors()), FinalNorm, Head]).OfType<WeightTensor>().Distinct();
}
