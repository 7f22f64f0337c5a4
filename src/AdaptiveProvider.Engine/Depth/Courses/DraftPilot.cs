using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>Chooses the exit and the length of a request's rounds of drafts, as told or by what has been measured.</summary>
internal sealed class DraftPilot(DepthSettings settings, ImmutableArray<int> exits, ExitMeasure measure, DraftTuner? tuner, CourseFactory courses)
{
    private DraftPlan _plan;

    /// <summary>A draft less probable than this stands more rarely than it costs to verify.</summary>
    private const float DefaultStop = 0.2f;

    /// <summary>What a draft is judged by; none drafts on in any case.</summary>
    public ExitMeasure Measure { get; } = measure;

    /// <summary>A draft whose measure does not exceed this is not made, and the round ends.</summary>
    public float StopThreshold { get; } = settings.Threshold ?? DefaultStop;

    /// <summary>Whether drafts come from the draft head.</summary>
    public bool UsesDraftHead => settings.UsesDraftHead;

    /// <summary>When a draft stands.</summary>
    public DraftAcceptance Acceptance => settings.RollbackThreshold is null ? settings.Acceptance : DraftAcceptance.CrossEntropy;

    /// <summary>The cross-entropy with which a draft stands, in nats.</summary>
    public float CrossEntropyMax => settings.RollbackThreshold ?? 0;

    /// <summary>The next round.</summary>
    /// <param name="lengthMax">Most drafts that there is room for.</param>
    public DraftRound Next(int lengthMax)
    {
        _plan = tuner?.Next(courses.Decoding) ?? new DraftPlan(0, settings.DraftLength!.Value);
        _plan = _plan with { Length = Math.Min(_plan.Length, lengthMax) };
        return new DraftRound(exits[_plan.ExitIndex], _plan.Length);
    }

    /// <summary>Takes in how a round ended.</summary>
    /// <param name="drafted">Drafts made.</param>
    /// <param name="accepted">Drafts that stood.</param>
    public void RoundFinished(int drafted, int accepted) => tuner?.RoundFinished(_plan, drafted, accepted);
}
