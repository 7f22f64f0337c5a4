using System.Text.Json.Serialization;

namespace AdaptiveProvider.SemanticKernel;

/// <content>What <see cref="AdaptiveOptionKeys"/> offers, under the same names.</content>
public sealed partial class AdaptivePromptExecutionSettings
{
    /// <inheritdoc cref="AdaptiveOptionKeys.MinP"/>
    [JsonPropertyName(AdaptiveOptionKeys.MinP)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MinP { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.RepetitionPenalty"/>
    [JsonPropertyName(AdaptiveOptionKeys.RepetitionPenalty)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RepetitionPenalty { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.DepthBudget"/>
    [JsonPropertyName(AdaptiveOptionKeys.DepthBudget)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DepthBudget { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.MaxDepth"/>
    [JsonPropertyName(AdaptiveOptionKeys.MaxDepth)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxDepth { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.MinAgreement"/>
    [JsonPropertyName(AdaptiveOptionKeys.MinAgreement)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MinAgreement { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitPolicy"/>
    [JsonPropertyName(AdaptiveOptionKeys.ExitPolicy)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExitPolicy { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.TokenLatencyTargetMilliseconds"/>
    [JsonPropertyName(AdaptiveOptionKeys.TokenLatencyTargetMilliseconds)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TokenLatencyTargetMilliseconds { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitLayer"/>
    [JsonPropertyName(AdaptiveOptionKeys.ExitLayer)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitLayer { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.MaxLayers"/>
    [JsonPropertyName(AdaptiveOptionKeys.MaxLayers)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxLayers { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.Loops"/>
    [JsonPropertyName(AdaptiveOptionKeys.Loops)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Loops { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.RouterThreshold"/>
    [JsonPropertyName(AdaptiveOptionKeys.RouterThreshold)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RouterThreshold { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitMeasure"/>
    [JsonPropertyName(AdaptiveOptionKeys.ExitMeasure)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExitMeasure { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitThreshold"/>
    [JsonPropertyName(AdaptiveOptionKeys.ExitThreshold)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ExitThreshold { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.MinExitLayer"/>
    [JsonPropertyName(AdaptiveOptionKeys.MinExitLayer)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinExitLayer { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.ThresholdDecay"/>
    [JsonPropertyName(AdaptiveOptionKeys.ThresholdDecay)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ThresholdDecay { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.ThresholdAdaptation"/>
    [JsonPropertyName(AdaptiveOptionKeys.ThresholdAdaptation)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ThresholdAdaptation { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.PendingMax"/>
    [JsonPropertyName(AdaptiveOptionKeys.PendingMax)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PendingMax { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.DraftLength"/>
    [JsonPropertyName(AdaptiveOptionKeys.DraftLength)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DraftLength { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.DraftHead"/>
    [JsonPropertyName(AdaptiveOptionKeys.DraftHead)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(LenientBooleanConverter))]
    public bool? DraftHead { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.DraftAcceptance"/>
    [JsonPropertyName(AdaptiveOptionKeys.DraftAcceptance)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DraftAcceptance { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.RollbackThreshold"/>
    [JsonPropertyName(AdaptiveOptionKeys.RollbackThreshold)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RollbackThreshold { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.AllowFullDepth"/>
    [JsonPropertyName(AdaptiveOptionKeys.AllowFullDepth)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(LenientBooleanConverter))]
    public bool? AllowFullDepth { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.ReportTokenDepth"/>
    [JsonPropertyName(AdaptiveOptionKeys.ReportTokenDepth)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(LenientBooleanConverter))]
    public bool? ReportTokenDepth { get; set => field = Unfrozen(value); }

    /// <inheritdoc cref="AdaptiveOptionKeys.TopLogProbabilities"/>
    [JsonPropertyName(AdaptiveOptionKeys.TopLogProbabilities)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TopLogProbabilities { get; set => field = Unfrozen(value); }

    private void CopyDepth(AdaptivePromptExecutionSettings other)
    {
        MinP = other.MinP;
        RepetitionPenalty = other.RepetitionPenalty;
        DepthBudget = other.DepthBudget;
        MaxDepth = other.MaxDepth;
        MinAgreement = other.MinAgreement;
        ExitPolicy = other.ExitPolicy;
        TokenLatencyTargetMilliseconds = other.TokenLatencyTargetMilliseconds;
        ExitLayer = other.ExitLayer;
        MaxLayers = other.MaxLayers;
        Loops = other.Loops;
        RouterThreshold = other.RouterThreshold;
        ExitMeasure = other.ExitMeasure;
        ExitThreshold = other.ExitThreshold;
        MinExitLayer = other.MinExitLayer;
        ThresholdDecay = other.ThresholdDecay;
        ThresholdAdaptation = other.ThresholdAdaptation;
        PendingMax = other.PendingMax;
        DraftLength = other.DraftLength;
        DraftHead = other.DraftHead;
        DraftAcceptance = other.DraftAcceptance;
        RollbackThreshold = other.RollbackThreshold;
        AllowFullDepth = other.AllowFullDepth;
        ReportTokenDepth = other.ReportTokenDepth;
        TopLogProbabilities = other.TopLogProbabilities;
    }
}
