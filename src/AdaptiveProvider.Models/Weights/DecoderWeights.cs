using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Every weight of a decoder by its role, whatever the checkpoint's naming. Shared weights are the same object.</summary>
public sealed record DecoderWeights
{
    /// <summary>Token embedding, [vocabulary, hidden].</summary>
    public required WeightTensor Embedding { get; init; }

    /// <summary>The weight layers, indexed as <see cref="Engine.Depth.Stage.FirstLayer"/> counts them.</summary>
    public required ImmutableArray<LayerWeights> Layers { get; init; }

    /// <summary>Layers whose weights differ in a loop: adapted by low-rank pairs, or with projections of their own. Other loops use <see cref="Layers"/>.</summary>
    public ImmutableDictionary<LayerLoop, LayerWeights> LoopLayers { get; init; } = ImmutableDictionary<LayerLoop, LayerWeights>.Empty;

    /// <summary>The router's weights; null without a router.</summary>
    public RouterWeights? Router { get; init; }

    /// <summary>The weights around a looped stage's layers; null without.</summary>
    public LoopWeights? Loops { get; init; }

    /// <summary>The trained classifiers of exits, by the passes after which the exit is. They come from a file of their own and count as no part of the decoder.</summary>
    public ImmutableDictionary<int, ExitClassifierWeights> ExitClassifiers { get; init; } = ImmutableDictionary<int, ExitClassifierWeights>.Empty;

    /// <summary>Gain of the final norm, [hidden].</summary>
    public required WeightTensor FinalNorm { get; init; }

    /// <summary>The head, [vocabulary, hidden]; the same object as <see cref="Embedding"/> when tied.</summary>
    public required WeightTensor Head { get; init; }

    /// <summary>Parameters, those of shared tensors counted once.</summary>
    public long ParameterCount => DistinctTensors().Sum(tensor => tensor.ElementCount);

    /// <summary>Bytes as stored, those of shared tensors counted once.</summary>
    public long ByteCount => DistinctTensors().Sum(tensor => tensor.ByteCount);

    /// <summary>The weights of a layer in a loop of its stage; the same object for loops that share them.</summary>
    public LayerWeights LayerAt(int layer, int loop) => LoopLayers.GetValueOrDefault(new LayerLoop(layer, loop)) ?? Layers[layer];

    /// <summary>Every tensor once: those of the shared layers in the order of use, then those of loops, routers and gates.</summary>
    public IEnumerable<WeightTensor> DistinctTensors()
    {
        var loops = LoopLayers.OrderBy(layer => (layer.Key.Loop, layer.Key.Layer)).SelectMany(layer => layer.Value.Tensors());
        return ((WeightTensor?[])[Embedding, .. Layers.SelectMany(layer => layer.Tensors()), FinalNorm, Head, .. loops, .. Router?.Tensors() ?? [], .. Loops?.Tensors() ?? []]).OfType<WeightTensor>().Distinct();
    }
}
