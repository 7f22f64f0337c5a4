namespace AdaptiveProvider.Models.Weights;

/// <summary>What one loop adds to a layer's linear weights (Relaxed Recursive Transformers, 2410.20672, section 2.3); null adds nothing.</summary>
public sealed record LayerAdapters
{
    /// <summary>For the query projection.</summary>
    public LowRankPair? Query { get; init; }

    /// <summary>For the key projection.</summary>
    public LowRankPair? Key { get; init; }

    /// <summary>For the value projection.</summary>
    public LowRankPair? Value { get; init; }

    /// <summary>For the output projection.</summary>
    public LowRankPair? Output { get; init; }

    /// <summary>For the gate projection.</summary>
    public LowRankPair? Gate { get; init; }

    /// <summary>For the up projection.</summary>
    public LowRankPair? Up { get; init; }

    /// <summary>For the down projection.</summary>
    public LowRankPair? Down { get; init; }

    /// <summary>True when nothing is added.</summary>
    public bool IsEmpty => this == new LayerAdapters();

    /// <summary>Every tensor of the pairs.</summary>
    internal IEnumerable<WeightTensor?> Tensors()
        => ((LowRankPair?[])[Query, Key, Value, Output, Gate, Up, Down]).SelectMany(pair => (WeightTensor?[])[pair?.A, pair?.B]);
}
