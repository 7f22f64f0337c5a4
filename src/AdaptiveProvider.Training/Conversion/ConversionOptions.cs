using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Architecture;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>How an ordinary model becomes a recursive one.</summary>
public sealed record ConversionOptions
{
    /// <summary>Rank of every matrix in full: pairs that lose nothing.</summary>
    public const int FullRank = int.MaxValue;

    /// <summary>Which layers share weights; not <see cref="ParameterSharing.None"/>.</summary>
    public required ParameterSharing Sharing { get; init; }

    /// <summary>Loops, 2 to 64; divides the shared layers.</summary>
    public required int Loops { get; init; }

    /// <summary>What shared layers start from.</summary>
    public BlockInitialization Initialization { get; init; } = BlockInitialization.Average;

    /// <summary>Rank of the low-rank pairs per layer and loop; 0 for none, <see cref="FullRank"/> for an exact copy.</summary>
    public int LoraRank { get; init; }

    /// <summary>True when each loop keeps the original norm gains and biases, false shares them; null keeps them exactly when there are pairs.</summary>
    public bool? HasLoopVectors { get; init; }

    /// <summary>Keys and values of later loops; <see cref="LoopKv.SharedFirst"/> changes the model even at full rank.</summary>
    public LoopKv LoopKv { get; init; } = LoopKv.RecursionWise;

    /// <summary>What matrices are stored in: F32, F16 or BF16; null for the original's type. Pairs, and vectors that were averaged, are single precision.</summary>
    public WeightType? StoredType { get; init; }

    /// <summary>Decides <see cref="BlockInitialization.Random"/>.</summary>
    public long Seed { get; init; } = 1;
}
