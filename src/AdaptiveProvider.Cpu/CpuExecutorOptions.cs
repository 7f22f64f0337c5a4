using System.Collections.Immutable;

namespace AdaptiveProvider.Cpu;

/// <summary>How a <see cref="CpuModelExecutor"/> keeps and runs a model. Validated once, by <see cref="CpuModelExecutor.Load"/>.</summary>
public sealed record CpuExecutorOptions
{
    /// <summary>What the linear weights are kept in. Default <see cref="Precision.Int8"/>.</summary>
    public Precision Weights { get; init; } = Precision.Int8;

    /// <summary>What cached keys and values are kept in. Default <see cref="KvPrecision.Auto"/>.</summary>
    public KvPrecision KeyValues { get; init; } = KvPrecision.Auto;

    /// <summary>Worker threads, 1 to 256; null is one per core that the process may use.</summary>
    public int? Threads { get; init; }

    /// <summary>Requests that can hold a cache at the same time, 1 to 4,096. Default 16.</summary>
    public int SlotCount { get; init; } = 16;

    /// <summary>Tokens that one slot's cache holds, at least 1; null is the model's context, but at most 4,096.</summary>
    public int? SlotLength { get; init; }

    /// <summary>Rows that one step may have, 1 to 65,536. Default 256.</summary>
    public int StepRowsMax { get; init; } = 256;

    /// <summary>Positions per slot whose hidden states are kept for a later start below full depth, 0 to 65,536. Default 64.</summary>
    public int KeptRowsMax { get; init; } = 64;

    /// <summary>Tokens of a second head that drafts can be drawn from, each once; its rows are held twice. Empty, the default, has no such head.</summary>
    public ImmutableArray<int> DraftVocabulary { get; init; } = [];

    /// <summary>Returns the options when every value is in range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the exception names it.</exception>
    /// <param name="vocabularySize">Tokens of the model.</param>
    internal CpuExecutorOptions Validated(int vocabularySize)
    {
        bool isDraft = !DraftVocabulary.IsDefault && DraftVocabulary.All(token => token >= 0 && token < vocabularySize) && DraftVocabulary.Distinct().Count() == DraftVocabulary.Length;
        Require(isDraft, DraftVocabulary, nameof(DraftVocabulary), $"token ids from 0 to {vocabularySize - 1}, each once");
        Require(Enum.IsDefined(Weights), Weights, nameof(Weights), "a defined precision");
        Require(Enum.IsDefined(KeyValues), KeyValues, nameof(KeyValues), "a defined precision");
        Require(Threads is null or (>= 1 and <= 256), Threads, nameof(Threads), "1 to 256, or null");
        Require(SlotCount is >= 1 and <= 4096, SlotCount, nameof(SlotCount), "1 to 4096");
        Require(SlotLength is null or >= 1, SlotLength, nameof(SlotLength), "at least 1, or null");
        Require(StepRowsMax is >= 1 and <= 65536, StepRowsMax, nameof(StepRowsMax), "1 to 65536");
        Require(KeptRowsMax is >= 0 and <= 65536, KeptRowsMax, nameof(KeptRowsMax), "0 to 65536");
        return this;
    }

    private static void Require(bool inRange, object? value, string name, string range)
    {
        if (!inRange)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{nameof(CpuExecutorOptions)}.{name} must be {range}.");
        }
    }
}
