using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider;

/// <summary>Every wish about depth that a call, a client or a command line can have; null leaves it open. Without any wish replies are full depth's, exactly.</summary>
/// <remarks>The same names as <see cref="AdaptiveOptionKeys"/>, which say what they mean and in which range they are.</remarks>
public sealed record DepthOptions
{
    /// <inheritdoc cref="AdaptiveOptionKeys.DepthBudget"/>
    public double? DepthBudget { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.MaxDepth"/>
    public double? MaxDepth { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.MinAgreement"/>
    public double? MinAgreement { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitPolicy"/>
    public ExitPolicy? ExitPolicy { get; init; }

    /// <summary>Time per generated token that depth is lowered to hold, above zero. Replies then depend on how busy the machine is.</summary>
    public TimeSpan? TokenLatencyTarget { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitLayer"/>
    public int? ExitLayer { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.MaxLayers"/>
    public int? MaxLayers { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.Loops"/>
    public int? Loops { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.RouterThreshold"/>
    public float? RouterThreshold { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitMeasure"/>
    public ExitMeasure? ExitMeasure { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitThreshold"/>
    public float? ExitThreshold { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.MinExitLayer"/>
    public int? MinExitLayer { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.ThresholdDecay"/>
    public float? ThresholdDecay { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.ThresholdAdaptation"/>
    public ThresholdAdaptation? ThresholdAdaptation { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.PendingMax"/>
    public int? PendingMax { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.DraftLength"/>
    public int? DraftLength { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.DraftHead"/>
    public bool? DraftHead { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.DraftAcceptance"/>
    public DraftAcceptance? DraftAcceptance { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.RollbackThreshold"/>
    public float? RollbackThreshold { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.AllowFullDepth"/>
    public bool? AllowFullDepth { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.ReportTokenDepth"/>
    public bool? ReportsTokenDepth { get; init; }

    /// <summary>True when something says how deep to go, so that weaker wishes about it no longer count.</summary>
    internal bool ChoosesDepth => IsBounded || ExitPolicy is not null || ExitLayer is not null || RouterThreshold is not null || MinAgreement is not null || IsJudged;

    /// <summary>True when the depth of single tokens is bounded.</summary>
    internal bool IsCapped => MaxDepth is not null || MaxLayers is not null || Loops is not null;

    /// <summary>True when tokens are to be judged one by one.</summary>
    internal bool IsJudged => ExitThreshold is not null || ExitMeasure is not null;

    private bool IsBounded => IsCapped || DepthBudget is not null || TokenLatencyTarget is not null;

    /// <summary>Returns the options when every value is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the exception names its key.</exception>
    public DepthOptions Validated()
    {
        DepthOptionRanges.Check(this);
        return this;
    }

    /// <summary>These wishes, and weaker ones field by field where these are silent.</summary>
    internal DepthOptions Over(DepthOptions weaker) => new()
    {
        DepthBudget = DepthBudget ?? weaker.DepthBudget,
        MaxDepth = MaxDepth ?? weaker.MaxDepth,
        MinAgreement = MinAgreement ?? weaker.MinAgreement,
        ExitPolicy = ExitPolicy ?? weaker.ExitPolicy,
        TokenLatencyTarget = TokenLatencyTarget ?? weaker.TokenLatencyTarget,
        ExitLayer = ExitLayer ?? weaker.ExitLayer,
        MaxLayers = MaxLayers ?? weaker.MaxLayers,
        Loops = Loops ?? weaker.Loops,
        RouterThreshold = RouterThreshold ?? weaker.RouterThreshold,
        ExitMeasure = ExitMeasure ?? weaker.ExitMeasure,
        ExitThreshold = ExitThreshold ?? weaker.ExitThreshold,
        MinExitLayer = MinExitLayer ?? weaker.MinExitLayer,
        ThresholdDecay = ThresholdDecay ?? weaker.ThresholdDecay,
        ThresholdAdaptation = ThresholdAdaptation ?? weaker.ThresholdAdaptation,
        PendingMax = PendingMax ?? weaker.PendingMax,
        DraftLength = DraftLength ?? weaker.DraftLength,
        DraftHead = DraftHead ?? weaker.DraftHead,
        DraftAcceptance = DraftAcceptance ?? weaker.DraftAcceptance,
        RollbackThreshold = RollbackThreshold ?? weaker.RollbackThreshold,
        AllowFullDepth = AllowFullDepth ?? weaker.AllowFullDepth,
        ReportsTokenDepth = ReportsTokenDepth ?? weaker.ReportsTokenDepth,
    };

    /// <summary>These wishes over defaults: what the defaults say about how deep to go counts only where these say nothing about it.</summary>
    internal DepthOptions OverDefaults(DepthOptions defaults) => Over(ChoosesDepth ? defaults.WithoutChoice() : defaults);

    private DepthOptions WithoutChoice() => this with
    {
        DepthBudget = null,
        MaxDepth = null,
        MinAgreement = null,
        ExitPolicy = null,
        TokenLatencyTarget = null,
        ExitLayer = null,
        MaxLayers = null,
        Loops = null,
        RouterThreshold = null,
        ExitMeasure = null,
        ExitThreshold = null,
        MinExitLayer = null,
    };
}
