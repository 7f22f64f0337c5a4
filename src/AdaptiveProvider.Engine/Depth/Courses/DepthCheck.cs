using System.Collections.Immutable;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>What settings mean on a model, and why they may mean nothing.</summary>
internal static class DepthCheck
{
    /// <summary>Refuses settings that the model or the executor cannot carry out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="DepthNotSupportedException">The model lacks what the method needs.</exception>
    public static void ThrowIfUnserviceable(DepthSettings settings, ExecutorInfo info)
    {
        CheckNumbers(settings, info.Layout);
        switch (settings.Method)
        {
            case DepthMethod.Full:
                return;
            case DepthMethod.Router when !info.Layout.HasRouterThreshold:
                throw new DepthNotSupportedException(settings.Method, "the model has no router whose threshold a request could set", info.Layout.ExitPasses.Length > 1 ? "Choose Confidence, Synchronized or Lossless" : "Choose Full");
            case DepthMethod.Router:
                break;
            default:
                CheckExits(settings, info);
                break;
        }

        double least = LeastShare(settings, info);
        if (settings.Budget is { } budget && budget < least * (1 - 1e-9))
        {
            throw new DepthNotSupportedException(
                settings.Method, FormattableString.Invariant($"a budget of {budget:0.###} is below the shallowest exit, which takes {least:0.###} of the depth"), FormattableString.Invariant($"Set a budget from {least:0.###} to 1"));
        }
    }

    /// <summary>Where a token may leave before the deepest pass, as the settings and the model say; at least one for methods that need one.</summary>
    public static ImmutableArray<int> Exits(DepthSettings settings, ExecutorInfo info)
    {
        var layout = info.Layout;
        int deepest = settings.PassMax ?? layout.PassCount;
        if (!settings.Exits.IsEmpty)
        {
            return [.. settings.Exits.Order()];
        }

        if (settings.Method == DepthMethod.Static)
        {
            return [deepest];
        }

        if (settings.Method == DepthMethod.Lossless && layout.HasRouter && layout.ExitPasses[0] < deepest)
        {
            return [layout.ExitPasses[0]];
        }

        ImmutableArray<int> possible = [.. UsualExits(settings, info).Where(exit => exit >= settings.PassMin && exit < deepest)];
        return settings.Method is DepthMethod.Synchronized or DepthMethod.Lossless && possible.Length > 0 ? [possible[DefaultShallow(possible, layout)]] : possible;
    }

    /// <summary>Where drafts can be made: the exits asked for, else all that the model has; after the first loop only where a router might not take the others.</summary>
    public static ImmutableArray<int> DraftExits(DepthSettings settings, ExecutorInfo info)
        => !settings.Exits.IsEmpty || info.Layout.HasRouter ? Exits(settings, info) : [.. UsualExits(settings, info).Where(exit => exit >= settings.PassMin)];

    /// <summary>Where tokens may leave, and the deepest pass of any.</summary>
    public static ImmutableArray<int> ExitsToEnd(DepthSettings settings, ExecutorInfo info)
    {
        int deepest = settings.PassMax ?? info.Layout.PassCount;
        return [.. Exits(settings, info).Where(exit => exit < deepest), deepest];
    }

    /// <summary>What tokens are judged by: what is asked for, else what the model was trained with, else the margin.</summary>
    public static ExitMeasure Measure(DepthSettings settings, ExecutorInfo info)
    {
        if (settings.Measure != ExitMeasure.None)
        {
            return settings.Measure;
        }

        var kinds = info.Layout.Stages.Select(stage => stage.Exit).ToHashSet();
        return kinds.Contains(ExitKind.Gate) ? ExitMeasure.Gate : kinds.Contains(ExitKind.LatentDifference) ? ExitMeasure.RelativeChange : ExitMeasure.Margin;
    }

    /// <summary>Most tokens that may wait: the row that takes them along needs a kept state too.</summary>
    public static int PendingMax(DepthSettings settings, ExecutorInfo info) => Math.Min(settings.PendingMax, info.KeptRowsMax - 1);

    /// <summary>The share of full depth of the shallowest token that the settings allow.</summary>
    public static double LeastShare(DepthSettings settings, ExecutorInfo info) => (double)info.Layout.LayersAtExit(ExitsToEnd(settings, info)[0]) / info.Layout.LayerDepth;

    // A classifier says nothing at other exits than its own.
    private static ImmutableArray<int> UsualExits(DepthSettings settings, ExecutorInfo info)
        => settings.Measure == ExitMeasure.Classifier && settings.Method != DepthMethod.Static ? info.ClassifierExits : info.Layout.UsualExits;

    // The first exit from a third of the depth on, where FREE and LayerSkip found theirs.
    private static int DefaultShallow(ImmutableArray<int> possible, StageLayout layout)
    {
        int index = possible.ToList().FindIndex(exit => 3 * layout.LayersAtExit(exit) >= layout.LayerDepth);
        return index < 0 ? possible.Length - 1 : index;
    }

    private static void CheckExits(DepthSettings settings, ExecutorInfo info)
    {
        if (settings.Method != DepthMethod.Static)
        {
            CheckMeasure(settings, info);
        }

        var exits = Exits(settings, info);
        if (exits.IsEmpty)
        {
            throw new DepthNotSupportedException(settings.Method, "the model has no exit before full depth that the settings allow", "Choose Full, or allow an earlier exit");
        }

        if (settings.Method == DepthMethod.Static)
        {
            return;
        }

        if (info.KeptRowsMax < 2)
        {
            throw new DepthNotSupportedException(settings.Method, $"the executor keeps {info.KeptRowsMax} hidden states per request and the method needs 2", "Raise KeptRowsMax");
        }

        // What a row keeps after a loop that its router might not have taken is no state to go on from.
        if (settings.Method == DepthMethod.Lossless && info.Layout.HasRouter && exits[0] != info.Layout.ExitPasses[0])
        {
            throw new DepthNotSupportedException(settings.Method, $"a model with a router drafts after its first loop only, not after {exits[0]} passes", $"Choose the exit after {info.Layout.ExitPasses[0]} passes, or none");
        }

        // A draft's row would find the keys and values of its predecessors' first loops where full depth leaves those of the last.
        if ((settings.Method == DepthMethod.Lossless || settings.RollbackThreshold is not null) && info.Layout.Stages.Any(stage => stage is { Loops: > 1, KvPolicy: KvPolicy.SingleOverwritten }))
        {
            throw new DepthNotSupportedException(settings.Method, "the loops of the model overwrite one plane of keys and values, so that drafts cannot be verified", "Choose Confidence, or load the model with a plane per loop");
        }
    }

    private static void CheckMeasure(DepthSettings settings, ExecutorInfo info)
    {
        var measure = settings.Method == DepthMethod.Lossless ? settings.Measure : Measure(settings, info);
        if (measure != ExitMeasure.None && !info.Measures.Contains(measure))
        {
            throw new DepthNotSupportedException(settings.Method, $"the executor cannot measure {measure} for this model", $"Choose one of {string.Join(", ", info.Measures)}");
        }

        int[] unjudged = measure == ExitMeasure.Classifier ? [.. settings.Exits.Except(info.ClassifierExits).Where(exit => exit < (settings.PassMax ?? info.Layout.PassCount))] : [];
        if (unjudged.Length > 0)
        {
            throw new DepthNotSupportedException(
                settings.Method, $"there is no trained classifier after {unjudged[0]} passes", $"Choose exits among {string.Join(", ", info.ClassifierExits)}, or none, or another measure");
        }
    }

    private static void CheckNumbers(DepthSettings settings, StageLayout layout)
    {
        if (settings.Budget is { } budget && !(budget > 0 && budget <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(settings), budget, "Budget must be above 0 and at most 1.");
        }

        foreach (int exit in settings.PassMax is { } deepest ? settings.Exits.Add(deepest) : settings.Exits)
        {
            if (!layout.ExitPasses.Contains(exit))
            {
                throw new ArgumentOutOfRangeException(nameof(settings), exit, $"A token cannot leave after {exit} passes; it can after {string.Join(", ", layout.ExitPasses)}.");
            }
        }

        ThrowUnless(settings.PassMin >= 1, settings.PassMin, "PassMin must be at least 1.");
        ThrowUnless(settings.PendingMax >= 1, settings.PendingMax, "PendingMax must be at least 1.");
        ThrowUnless(settings.DraftLength is null or >= 0, settings.DraftLength, "DraftLength must be at least 0.");
        ThrowUnless(settings.Threshold is not { } threshold || float.IsFinite(threshold), settings.Threshold, "Threshold must be a finite number.");
        ThrowUnless(settings.ThresholdDecay >= 0 && float.IsFinite(settings.ThresholdDecay), settings.ThresholdDecay, "ThresholdDecay must be a finite number from 0.");
        ThrowUnless(settings.RollbackThreshold is null or >= 0, settings.RollbackThreshold, "RollbackThreshold must be at least 0.");
        ThrowUnless(settings.TokenLatencyTarget is not { } target || target > TimeSpan.Zero, settings.TokenLatencyTarget, "TokenLatencyTarget must be above zero.");
    }

    private static void ThrowUnless(bool holds, object? settings, string message)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(nameof(settings), settings, message);
        }
    }
}
