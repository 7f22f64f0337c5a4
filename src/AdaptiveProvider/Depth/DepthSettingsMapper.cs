using System.Collections.Immutable;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Depth;

/// <summary>Turns wishes about depth into the engine's settings for one model. Pure: the same wishes give the same settings.</summary>
/// <param name="info">The model's depth and what its executor can do.</param>
/// <param name="calibration">What the model's methods were worth when they were measured; null where nobody has measured.</param>
public sealed class DepthSettingsMapper(ExecutorInfo info, DepthCalibration? calibration = null)
{
    private readonly LayoutExits _exits = new(info.Layout);

    private StageLayout Layout => info.Layout;

    /// <summary>Maps wishes; without any the result is full depth and leaves requests as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range or names an exit that is not there; the exception names the key.</exception>
    /// <exception cref="ArgumentException">Two wishes exclude each other.</exception>
    /// <exception cref="DepthNotSupportedException">The model cannot do it, and full depth is not allowed instead.</exception>
    /// <exception cref="AgreementNotCalibratedException">No calibration promises the agreement, and full depth is not allowed instead.</exception>
    public EffectiveDepth Map(DepthOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        DepthContradictions.Refuse(options);
        try
        {
            var effective = Choose(options);
            effective.Settings?.ThrowIfUnserviceable(info);
            return effective;
        }
        catch (AdaptiveProviderException refused) when (options.AllowFullDepth == true && refused is DepthNotSupportedException or AgreementNotCalibratedException)
        {
            return EffectiveDepth.Full with { Note = refused.Message };
        }
    }

    private EffectiveDepth Choose(DepthOptions options)
    {
        if (!options.ChoosesDepth || options.ExitPolicy == ExitPolicy.Full || options.MinAgreement == 1)
        {
            return EffectiveDepth.Full;
        }

        if (options.MinAgreement is { } agreement)
        {
            return Effective(new CalibratedChoice(info, calibration).For(options, agreement), options);
        }

        if (IsRouterThresholdAlone(options))
        {
            return Layout.HasRouterThreshold
                ? new EffectiveDepth(ExitPolicy.Router) { RouterThreshold = options.RouterThreshold }
                : throw new DepthNotSupportedException(DepthMethod.Router, "the model has no router whose threshold a request could set", $"Leave {AdaptiveOptionKeys.RouterThreshold} out");
        }

        int? cap = _exits.Cap(options);
        return MethodFor(options, cap) switch
        {
            DepthMethod.Full => EffectiveDepth.Full,
            DepthMethod.Static => Static(options, cap),
            DepthMethod.Lossless => Effective(Lossless(options), options),
            var method => Effective(Judged(options, method, cap), options),
        };
    }

    private static bool IsRouterThresholdAlone(DepthOptions options)
        => options.RouterThreshold is not null && !options.IsCapped && options.DepthBudget is null or 1 && options.TokenLatencyTarget is null && options.ExitMeasure is null;

    private DepthMethod MethodFor(DepthOptions options, int? cap)
    {
        if (options.ExitPolicy is { } policy)
        {
            return ExitPolicies.MethodOf(policy);
        }

        bool isFree = options.DepthBudget is null or 1 && options.TokenLatencyTarget is null && !options.IsJudged && options.RouterThreshold is null;
        if (options.ExitLayer is not null && isFree)
        {
            return DepthMethod.Static;
        }

        if (isFree && (cap is null || cap == Layout.PassCount))
        {
            return DepthMethod.Full;
        }

        bool asksRouter = options.ExitMeasure is null or ExitMeasure.RouterScore && options.ExitLayer is null;
        if (Layout.HasRouterThreshold && asksRouter)
        {
            return DepthMethod.Router;
        }

        // Trained to leave between loops, with keys and values that need no deep pass; other models do better with exact ones.
        bool leavesBetweenLoops = Layout.HasRouter || Layout.Stages.Any(stage => stage.Exit is ExitKind.Gate or ExitKind.LatentDifference);
        return isFree ? DepthMethod.Static : leavesBetweenLoops ? DepthMethod.Confidence : DepthMethod.Synchronized;
    }

    private EffectiveDepth Static(DepthOptions options, int? cap)
    {
        if (options.ExitLayer is { } layer)
        {
            cap = _exits.AtLayer(layer);
        }
        else if (options.DepthBudget is { } budget)
        {
            int within = _exits.DeepestWithin(budget) ?? throw BelowFirstExit(DepthMethod.Static, budget);
            cap = Math.Min(cap ?? within, within);
        }

        int pass = cap ?? throw new ArgumentException(
            $"{AdaptiveOptionKeys.ExitPolicy} static needs to know where: set {AdaptiveOptionKeys.ExitLayer}, {AdaptiveOptionKeys.MaxDepth}, {AdaptiveOptionKeys.Loops} or {AdaptiveOptionKeys.DepthBudget}.", nameof(options));
        return pass == Layout.PassCount ? EffectiveDepth.Full : Effective(new DepthSettings { Method = DepthMethod.Static, Exits = [pass] }, options);
    }

    private DepthSettings Lossless(DepthOptions options) => Tuned(options, DepthMethod.Lossless) with
    {
        Exits = options.ExitLayer is { } layer ? [_exits.AtLayer(layer)] : [],
        Threshold = options.ExitThreshold,
    };

    private DepthSettings Judged(DepthOptions options, DepthMethod method, int? cap)
    {
        double? budget = options.DepthBudget < 1 ? options.DepthBudget : null;
        var settings = Tuned(options, method) with { Budget = budget, PassMax = cap == Layout.PassCount ? null : cap, TokenLatencyTarget = options.TokenLatencyTarget };
        var measured = calibration?.Find(method, settings.Measure);
        if (method == DepthMethod.Router)
        {
            float? start = budget is null ? null : (float?)measured?.ThresholdForDepth(budget.Value);
            return settings with { Measure = ExitMeasure.None, Threshold = options.ExitThreshold ?? options.RouterThreshold, BudgetThreshold = start };
        }

        var exits = ExitsFor(options, settings, measured);
        bool isMeasured = measured is not null && exits.SequenceEqual(measured.Exits);
        return settings with
        {
            Exits = exits,
            Measure = isMeasured ? measured!.Measure : settings.Measure,
            Threshold = options.ExitThreshold,
            BudgetThreshold = budget is { } depth && isMeasured ? (float?)measured!.ThresholdForDepth(depth) : null,
        };
    }

    // Asked for, else measured, else the engine's choice; where none of these fits the budget, the deepest that does.
    private ImmutableArray<int> ExitsFor(DepthOptions options, DepthSettings settings, MethodCalibration? measured)
    {
        if (options.ExitLayer is { } layer)
        {
            return [_exits.AtLayer(layer)];
        }

        if (measured is not null && measured.Exits.All(exit => IsPossible(exit) && Layout.ExitPasses.Contains(exit)) && Fits(measured.Exits[0]))
        {
            return measured.Exits;
        }

        bool asksClassifiers = settings.Measure == ExitMeasure.Classifier; // they say nothing at other exits
        ImmutableArray<int> usual = [.. (asksClassifiers ? info.ClassifierExits : Layout.UsualExits).Where(IsPossible)];
        bool hasOneExit = settings.Method == DepthMethod.Synchronized;
        if (usual.Any(Fits))
        {
            return !hasOneExit || Fits(settings.FirstExit(info)) ? [] : [usual.Last(Fits)];
        }

        int deepest = (asksClassifiers ? info.ClassifierExits : Layout.ExitPasses).LastOrDefault(exit => IsPossible(exit) && Fits(exit));
        return deepest == 0 ? [] : hasOneExit ? [deepest] : [deepest, .. usual];

        bool IsPossible(int exit) => exit >= settings.PassMin && exit < (settings.PassMax ?? Layout.PassCount);

        bool Fits(int exit) => settings.Budget is not { } share || _exits.ShareAt(exit) <= share;
    }

    private DepthSettings Tuned(DepthOptions options, DepthMethod method)
    {
        var settings = new DepthSettings
        {
            Method = method,
            Measure = options.ExitMeasure ?? ExitMeasure.None,
            PassMin = options.MinExitLayer is { } layers ? _exits.FromLayer(layers) : 1,
            ThresholdDecay = options.ThresholdDecay ?? 0,
            Adaptation = options.ThresholdAdaptation ?? ThresholdAdaptation.None,
            UsesDraftHead = options.DraftHead ?? true,
            Acceptance = options.DraftAcceptance ?? DraftAcceptance.SameDraw,
            DraftLength = options.DraftLength,
            RollbackThreshold = method == DepthMethod.Synchronized ? options.RollbackThreshold : null,
        };
        return options.PendingMax is { } pending ? settings with { PendingMax = pending } : settings;
    }

    private static EffectiveDepth Effective(DepthSettings settings, DepthOptions options)
        => new(ExitPolicies.Of(settings.Method)) { Settings = settings, Budget = options.DepthBudget };

    private DepthNotSupportedException BelowFirstExit(DepthMethod method, double budget)
    {
        double least = _exits.ShareAt(Layout.ExitPasses[0]);
        return new DepthNotSupportedException(
            method, FormattableString.Invariant($"a budget of {budget:0.###} is below the shallowest exit, which takes {least:0.###} of the depth"), FormattableString.Invariant($"Set a budget from {least:0.###} to 1"));
    }
}
