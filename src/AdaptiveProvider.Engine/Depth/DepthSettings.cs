using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth.Courses;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Engine.Depth;

/// <summary>How one request spends depth. Depths are layer applications as a share of full depth, or passes of the layout.</summary>
public sealed record DepthSettings
{
    /// <summary>Full depth: the plain model.</summary>
    public static DepthSettings Full { get; } = new();

    /// <summary>The method.</summary>
    public DepthMethod Method { get; init; } = DepthMethod.Full;

    /// <summary>Largest average share of depth per generated token, above 0, at most 1; null sets no bound. Needs a method with a threshold.</summary>
    public double? Budget { get; init; }

    /// <summary>Most passes of any generated token; null is full depth. One of the layout's <see cref="StageLayout.ExitPasses"/>.</summary>
    public int? PassMax { get; init; }

    /// <summary>After which passes a token is asked whether it leaves; empty takes every exit from <see cref="PassMin"/> on. For drafts and FREE's shallow part, the first counts.</summary>
    public ImmutableArray<int> Exits { get; init; } = [];

    /// <summary>No token leaves before so many passes.</summary>
    public int PassMin { get; init; } = 1;

    /// <summary>What a token is judged by; <see cref="ExitMeasure.None"/> takes what the model offers, else the margin.</summary>
    public ExitMeasure Measure { get; init; }

    /// <summary>
    /// What the measure must exceed; null takes the budget's, else the method's default. Beside a budget, tokens go no deeper than this says: the budget
    /// only makes them shallower.
    /// </summary>
    public float? Threshold { get; init; }

    /// <summary>Where a budget's threshold starts, as a calibration has measured it; null starts it at the threshold or the method's default.</summary>
    public float? BudgetThreshold { get; init; }

    /// <summary>Lets the threshold fall with the position in the reply: 0.9 λ + 0.1 λ exp(-decay t / N), N the most output tokens (CALM, equation 5); 0 keeps it.</summary>
    public float ThresholdDecay { get; init; }

    /// <summary>Adapts the threshold to what deep passes show (FREE's Beta mixture); for <see cref="DepthMethod.Synchronized"/>.</summary>
    public ThresholdAdaptation Adaptation { get; init; }

    /// <summary>Most tokens that may wait for their deep passes, and most that are drafted at once; at least 1.</summary>
    public int PendingMax { get; init; } = 8;

    /// <summary>Fixes how many tokens are drafted; null lets measurements decide, which may switch drafting off.</summary>
    public int? DraftLength { get; init; }

    /// <summary>Draft from the head's most frequent tokens only, where the executor has such a head.</summary>
    public bool UsesDraftHead { get; init; } = true;

    /// <summary>When a draft stands.</summary>
    public DraftAcceptance Acceptance { get; init; }

    /// <summary>FREE's rollback: largest cross-entropy, in nats, of a token that stands; null never takes one back.</summary>
    public float? RollbackThreshold { get; init; }

    /// <summary>Time per generated token that the budget is lowered to hold; null sets none.</summary>
    public TimeSpan? TokenLatencyTarget { get; init; }

    /// <summary>Passes of each token in order, to be replayed; further tokens go on as the method says. For measurements.</summary>
    public ImmutableArray<int> Replay { get; init; } = [];

    /// <summary>After how many passes tokens can first leave; full depth where the settings allow no exit.</summary>
    public int FirstExit(ExecutorInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return DepthCheck.ExitsToEnd(this, info)[0];
    }

    /// <summary>Refuses settings that a model or its executor cannot carry out; what submitting a request with them would refuse too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="DepthNotSupportedException">The model lacks what the method needs.</exception>
    public void ThrowIfUnserviceable(ExecutorInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        DepthCheck.ThrowIfUnserviceable(this, info);
    }
}
