using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>Says of one request's tokens where each may leave, must leave, and does: threshold, budget, cap and replay together. Knows no tensors.</summary>
internal sealed class ExitRule
{
    // FREE fits before each reply and over all replies. Here only a reply's own examples count, so that it does not depend on others.
    private const int ExamplesPerFit = 16;

    private readonly DepthSettings _settings;
    private readonly ImmutableArray<int> _exits; // passes after which a token may leave; ascending, the last is the deepest
    private readonly DecayedThreshold _threshold;
    private readonly BudgetController? _budget;
    private readonly DepthPace? _pace;
    private readonly BetaMixtureThreshold? _learner;
    private HazardExit _hazard;
    private int _examples;
    private int _tokens;

    /// <summary>Starts a request.</summary>
    /// <param name="settings">What the request asks for.</param>
    /// <param name="layout">The model's depth.</param>
    /// <param name="exits">After which passes a token may leave; ascending, the last is the deepest of any.</param>
    /// <param name="measure">What tokens are judged by; none where only budget, cap and replay decide.</param>
    /// <param name="outputMax">Most tokens of the reply.</param>
    /// <param name="pace">Lowers the budget to hold a time per token; null without.</param>
    public ExitRule(DepthSettings settings, StageLayout layout, ImmutableArray<int> exits, ExitMeasure measure, int outputMax, DepthPace? pace)
    {
        (_settings, _exits, Measure, _pace) = (settings, exits, measure, pace);
        float threshold = settings.Threshold ?? DefaultThreshold(measure);
        _threshold = new DecayedThreshold(threshold, settings.ThresholdDecay, outputMax);
        _hazard = new HazardExit(threshold);
        _learner = settings.Adaptation == ThresholdAdaptation.None ? null : new BetaMixtureThreshold(threshold, settings.Adaptation);
        if (settings.Budget is { } budget)
        {
            double[] depths = [.. exits.Select(exit => (double)layout.LayersAtExit(exit)).Distinct()];
            _budget = new BudgetController(budget, layout.LayerDepth, depths, settings.BudgetThreshold ?? threshold, higherScoreGoesDeeper: measure == ExitMeasure.RouterScore);
        }

        DeepestPass = FindDeepest();
    }

    /// <summary>What tokens are judged by.</summary>
    public ExitMeasure Measure { get; }

    /// <summary>The deepest pass that the current token may take.</summary>
    public int DeepestPass { get; private set; }

    /// <summary>What the router's scores must exceed for the current token; not-a-number leaves it to the model.</summary>
    public float RouterThreshold => Replayed is not null ? 0 : _budget is null ? _settings.Threshold ?? float.NaN : Threshold;

    /// <summary>True when deep passes teach the threshold.</summary>
    public bool Adapts => _learner is not null;

    private int? Replayed => _tokens < _settings.Replay.Length ? _settings.Replay[_tokens] : null;

    private float Threshold
    {
        get
        {
            float own = _learner?.Threshold ?? _threshold.At(_tokens);
            return _budget is null ? own
                : _settings.Threshold is null ? _budget.Threshold
                : Measure == ExitMeasure.RouterScore ? Math.Max(own, _budget.Threshold)
                : Math.Min(own, _budget.Threshold);
        }
    }

    /// <summary>What a measure must exceed where nobody has said.</summary>
    public static float DefaultThreshold(ExitMeasure measure) => measure switch
    {
        ExitMeasure.RouterScore => 0.5f,
        ExitMeasure.Cosine => 0.98f,
        ExitMeasure.RelativeChange => 0.97f, // Huginn's relative difference under 0.03
        ExitMeasure.Gate => 1f, // Ouro's early_exit_threshold
        _ => 0.9f, // FREE's fixed threshold
    };

    /// <summary>True when the current token may leave after so many passes if its measure says so.</summary>
    public bool CanLeave(int pass) => Measure != ExitMeasure.None && Replayed is null && pass >= _settings.PassMin && _exits.BinarySearch(pass) >= 0;

    /// <summary>True when the current token leaves after so many passes whatever its measure says.</summary>
    public bool MustLeave(int pass) => pass >= DeepestPass;

    /// <summary>Judges the current token after so many passes; asked once per exit, in order.</summary>
    public bool Leaves(float score) => Measure switch
    {
        ExitMeasure.RouterScore => Threshold > 0 && !(score > Threshold), // 0 takes every loop, also where a score is
        ExitMeasure.Gate => _hazard.Leaves(score),
        _ => score > Threshold,
    };

    /// <summary>Takes in where the current token left; the next begins.</summary>
    /// <param name="layers">Layer applications that it took.</param>
    /// <param name="at">When it was known.</param>
    public void TokenFinished(int layers, long at)
    {
        _tokens++;
        _budget?.TokenFinished(layers);
        if (_pace is not null)
        {
            _budget?.ChangeBudget(Math.Min(_settings.Budget!.Value, _pace.TokenFinished(at)));
        }

        _hazard = Measure == ExitMeasure.Gate ? new HazardExit(Threshold) : _hazard;
        DeepestPass = FindDeepest();
    }

    /// <summary>Takes in whether full depth agreed with a token that left with a confidence.</summary>
    public void Learn(float confidence, bool agreed)
    {
        if (_learner is not null)
        {
            _learner.Add(confidence, agreed);
            if (++_examples % ExamplesPerFit == 0)
            {
                _learner.Refit();
            }
        }
    }

    private int FindDeepest()
    {
        int allowed = _budget is null ? _exits[^1] : _exits[_budget.DeepestAllowed];
        return Replayed is { } replayed ? Math.Min(replayed, _exits[^1]) : allowed;
    }
}
