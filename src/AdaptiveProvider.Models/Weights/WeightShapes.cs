using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Holds weights against their specification before anything reads them.</summary>
public static class WeightShapes
{
    /// <summary>Checks every tensor.</summary>
    /// <exception cref="ModelFormatException">A tensor has another shape, or there are more or fewer layers.</exception>
    public static void Check(ModelSpec spec, DecoderWeights weights)
    {
        if (weights.Layers.Length != spec.Layers.Length)
        {
            throw new ModelFormatException(spec.Architecture, "layers", $"the specification has {spec.Layers.Length} layers, the weights have {weights.Layers.Length}.");
        }

        foreach (var stage in spec.Layout.Stages)
        {
            if (stage.FirstLayer + stage.LayerCount > spec.Layers.Length)
            {
                throw new ModelFormatException(spec.Architecture, "stages", $"a stage names layer {stage.FirstLayer + stage.LayerCount - 1}, but there are {spec.Layers.Length} layers.");
            }
        }

        Require(spec, weights.Embedding, spec.VocabularySize, spec.HiddenSize);
        Require(spec, weights.Head, spec.VocabularySize, spec.HiddenSize);
        Require(spec, weights.FinalNorm, spec.HiddenSize);
        for (int layer = 0; layer < spec.Layers.Length; layer++)
        {
            CheckOutputNorms(spec, layer, weights.Layers[layer]);
        }

        foreach (var layer in weights.Layers.Concat(weights.LoopLayers.Values))
        {
            Check(spec, layer);
            Check(spec, layer, layer.Adapters ?? new LayerAdapters());
        }

        if (spec.Router is not null)
        {
            Check(spec, spec.Router, weights.Router);
        }

        if (spec.Loops is not null)
        {
            Check(spec, spec.Loops, weights.Loops);
        }

        CheckClassifiers(spec, weights);
    }

    private static void CheckClassifiers(ModelSpec spec, DecoderWeights weights)
    {
        foreach (int exit in spec.ClassifierExits)
        {
            var classifier = weights.ExitClassifiers.GetValueOrDefault(exit)
                ?? throw new ModelFormatException(spec.Architecture, "exits", $"the specification has a classifier after {exit} passes, the weights have none.");
            Require(spec, classifier.Weight, 1, spec.HiddenSize);
            Require(spec, classifier.Bias, 1);
        }
    }

    private static void Check(ModelSpec spec, LayerWeights layer, LayerAdapters adapters)
    {
        foreach (var (pair, weight) in ((LowRankPair?, WeightTensor)[])
            [
                (adapters.Query, layer.Query), (adapters.Key, layer.Key), (adapters.Value, layer.Value), (adapters.Output, layer.Output),
                (adapters.Gate, layer.Gate), (adapters.Up, layer.Up), (adapters.Down, layer.Down),
            ])
        {
            Require(spec, pair?.A, pair?.A.RowCount ?? 0, weight.Shape[1]);
            Require(spec, pair?.B, weight.Shape[0], pair?.A.RowCount ?? 0);
        }
    }

    private static void Check(ModelSpec spec, RouterSpec router, RouterWeights? weights)
    {
        int loops = spec.Layout.Stages[router.Stage].Loops;
        bool isExpert = router.Kind == RouterKind.ExpertChoice;
        if (weights is null || weights.Scores.Length != (isExpert ? loops : 1) || weights.Auxiliary.Length != (router.HasAuxiliary ? loops - 1 : 0))
        {
            throw new ModelFormatException(
                spec.Architecture, "router", $"the specification routes {loops} loops, the weights have {weights?.Scores.Length ?? 0} score functions and {weights?.Auxiliary.Length ?? 0} auxiliary ones.");
        }

        Require(spec, weights.Bias, loops);
        foreach (var function in weights.Scores.Concat(weights.Auxiliary))
        {
            int outputs = isExpert ? 1 : loops;
            Require(spec, function.First, function.Second is null ? outputs : function.First.RowCount, spec.HiddenSize);
            Require(spec, function.Second, outputs, function.First.RowCount);
        }
    }

    private static void Check(ModelSpec spec, LoopSpec loops, LoopWeights? weights)
    {
        if ((uint)loops.Stage >= (uint)spec.Layout.Stages.Length)
        {
            throw new ModelFormatException(spec.Architecture, "loops", $"names stage {loops.Stage} of {spec.Layout.Stages.Length}.");
        }

        if ((loops.Start is null) != (weights?.Injection is null) || loops.HasGate != (weights?.Gate is not null))
        {
            throw new ModelFormatException(
                spec.Architecture, "loops", $"the specification has {(loops.Start is null ? "no" : "an")} injection and {(loops.HasGate ? "a" : "no")} gate, which is not what the weights have.");
        }

        Require(spec, weights?.Injection, spec.HiddenSize, 2 * spec.HiddenSize);
        Require(spec, weights?.Gate, 1, spec.HiddenSize);
        Require(spec, weights?.GateBias, 1);
    }

    private static void CheckOutputNorms(ModelSpec spec, int index, LayerWeights layer)
    {
        bool isExpected = spec.Layers[index].Norms != NormPlacement.Before;
        if ((layer.AttentionOutputNorm is not null) != isExpected || (layer.FeedForwardOutputNorm is not null) != isExpected)
        {
            throw new ModelFormatException(spec.Architecture, $"layers[{index}]", $"the specification places norms {spec.Layers[index].Norms}, but the weights {(isExpected ? "lack" : "have")} norms behind the branches.");
        }
    }

    private static void Check(ModelSpec spec, LayerWeights layer)
    {
        int hidden = spec.HiddenSize, queries = spec.HeadCount * spec.HeadDim, keys = spec.KvHeadCount * spec.HeadDim;
        Require(spec, layer.AttentionNorm, hidden);
        Require(spec, layer.FeedForwardNorm, hidden);
        Require(spec, layer.AttentionOutputNorm, hidden);
        Require(spec, layer.FeedForwardOutputNorm, hidden);
        Require(spec, layer.Query, queries, hidden);
        Require(spec, layer.QueryBias, queries);
        Require(spec, layer.QueryNorm, spec.HeadDim);
        Require(spec, layer.Key, keys, hidden);
        Require(spec, layer.KeyBias, keys);
        Require(spec, layer.KeyNorm, spec.HeadDim);
        Require(spec, layer.Value, keys, hidden);
        Require(spec, layer.ValueBias, keys);
        Require(spec, layer.Output, hidden, queries);
        Require(spec, layer.OutputBias, hidden);
        Require(spec, layer.Gate, spec.IntermediateSize, hidden);
        Require(spec, layer.GateBias, spec.IntermediateSize);
        Require(spec, layer.Up, spec.IntermediateSize, hidden);
        Require(spec, layer.UpBias, spec.IntermediateSize);
        Require(spec, layer.Down, hidden, spec.IntermediateSize);
        Require(spec, layer.DownBias, hidden);
    }

    private static void Require(ModelSpec spec, WeightTensor? tensor, params ReadOnlySpan<int> shape)
    {
        if (tensor is not null && !tensor.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new ModelFormatException(
                spec.Architecture, tensor.Name, $"has shape [{string.Join(", ", tensor.Shape)}], but the configuration asks for [{string.Join(", ", shape.ToArray())}].");
        }
    }
}
