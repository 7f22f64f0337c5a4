using System.Collections.Immutable;

namespace AdaptiveProvider.Torch;

/// <summary>How a <see cref="TorchModelExecutor"/> keeps and runs a model. Validated once, by <see cref="TorchModelExecutor.Load"/>.</summary>
public sealed record TorchExecutorOptions
{
    /// <summary>The device: <c>cuda</c>, <c>cuda:1</c>, <c>mps</c>, <c>cpu</c>, or <c>auto</c>, which takes the first GPU and else the processor. Default auto.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>What weights are kept in. Default <see cref="TorchPrecision.Auto"/>.</summary>
    public TorchPrecision Weights { get; init; } = TorchPrecision.Auto;

    /// <summary>Threads of libtorch's processor kernels, 1 to 256, for the whole process; null leaves libtorch's choice.</summary>
    public int? Threads { get; init; }

    /// <summary>Requests that can hold a cache at the same time, 1 to 4,096. Default 16.</summary>
    public int SlotCount { get; init; } = 16;

    /// <summary>Tokens that one slot's cache holds, at least 1; null is the model's context, but at most 4,096.</summary>
    public int? SlotLength { get; init; }

    /// <summary>Rows that one step may have, 1 to 65,536; null is 2,048 on a GPU, which needs many to be busy, and 256 on the processor.</summary>
    public int? StepRowsMax { get; init; }

    /// <summary>Positions per slot whose hidden states are kept for a later start below full depth, 0 to 65,536. Default 64.</summary>
    public int KeptRowsMax { get; init; } = 64;

    /// <summary>
    /// Token ids that a second, smaller head draws drafts from, each once; empty has no such head. What it drafts is verified by the whole head, so that
    /// common tokens are enough. Default empty.
    /// </summary>
    public ImmutableArray<int> DraftVocabulary { get; init; } = [];

    /// <summary>Where tokens are drawn; for tests and measurements.</summary>
    internal SamplingPlace Sampling { get; init; } = SamplingPlace.Auto;

    /// <summary>Run the largest steps once at load on the processor too; for tests.</summary>
    internal bool WarmsUp { get; init; }

    /// <summary>Returns the options when every value is in range.</summary>
    /// <param name="vocabularySize">Tokens of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the exception names it.</exception>
    internal TorchExecutorOptions Validated(int vocabularySize)
    {
        ArgumentException.ThrowIfNullOrEmpty(Device);
        Require(Enum.IsDefined(Weights), Weights, nameof(Weights), "a defined precision");
        Require(Threads is null or (>= 1 and <= 256), Threads, nameof(Threads), "1 to 256, or null");
        Require(SlotCount is >= 1 and <= 4096, SlotCount, nameof(SlotCount), "1 to 4096");
        Require(SlotLength is null or >= 1, SlotLength, nameof(SlotLength), "at least 1, or null");
        Require(StepRowsMax is null or (>= 1 and <= 65536), StepRowsMax, nameof(StepRowsMax), "1 to 65536, or null");
        Require(KeptRowsMax is >= 0 and <= 65536, KeptRowsMax, nameof(KeptRowsMax), "0 to 65536");
        ImmutableArray<int> draft = DraftVocabulary.IsDefault ? [] : DraftVocabulary;
        bool isDraft = draft.Distinct().Count() == draft.Length && draft.All(token => token >= 0 && token < vocabularySize);
        Require(isDraft, draft, nameof(DraftVocabulary), $"token ids from 0 to {vocabularySize - 1}, each once");
        return this with { DraftVocabulary = draft };
    }

    private static void Require(bool inRange, object? value, string name, string range)
    {
        if (!inRange)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{nameof(TorchExecutorOptions)}.{name} must be {range}.");
        }
    }
}
