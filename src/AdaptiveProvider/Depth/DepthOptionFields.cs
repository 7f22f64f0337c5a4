using AdaptiveProvider.Chat;
using Keys = AdaptiveProvider.AdaptiveOptionKeys;

namespace AdaptiveProvider.Depth;

/// <summary>Reads wishes about depth from additional properties, and writes them there.</summary>
internal static class DepthOptionFields
{
    /// <summary>Reads every key.</summary>
    /// <exception cref="ArgumentException">A value has the wrong kind or is out of its range; the exception names the key.</exception>
    public static DepthOptions Read(AdditionalOptions extras) => new DepthOptions
    {
        DepthBudget = extras.Number(Keys.DepthBudget),
        MaxDepth = extras.Number(Keys.MaxDepth),
        MinAgreement = extras.Number(Keys.MinAgreement),
        ExitPolicy = extras.Text(Keys.ExitPolicy) is { } policy ? new ExitPolicy(policy) : null,
        TokenLatencyTarget = extras.Milliseconds(Keys.TokenLatencyTargetMilliseconds),
        ExitLayer = extras.Integer(Keys.ExitLayer),
        MaxLayers = extras.Integer(Keys.MaxLayers),
        Loops = extras.Integer(Keys.Loops),
        RouterThreshold = (float?)extras.Number(Keys.RouterThreshold),
        ExitMeasure = extras.Word(Keys.ExitMeasure, OptionWords.Measures),
        ExitThreshold = (float?)extras.Number(Keys.ExitThreshold),
        MinExitLayer = extras.Integer(Keys.MinExitLayer),
        ThresholdDecay = (float?)extras.Number(Keys.ThresholdDecay),
        ThresholdAdaptation = extras.Word(Keys.ThresholdAdaptation, OptionWords.Adaptations),
        PendingMax = extras.Integer(Keys.PendingMax),
        DraftLength = extras.Integer(Keys.DraftLength),
        DraftHead = extras.Flag(Keys.DraftHead),
        DraftAcceptance = extras.Word(Keys.DraftAcceptance, OptionWords.Acceptances),
        RollbackThreshold = (float?)extras.Number(Keys.RollbackThreshold),
        AllowFullDepth = extras.Flag(Keys.AllowFullDepth),
        ReportsTokenDepth = extras.Flag(Keys.ReportTokenDepth),
    }.Validated();

    /// <summary>The keys and JSON primitives of every wish that is there.</summary>
    public static IEnumerable<(string Key, object Value)> Write(DepthOptions options)
    {
        (string Key, object? Value)[] all =
        [
            (Keys.DepthBudget, options.DepthBudget),
            (Keys.MaxDepth, options.MaxDepth),
            (Keys.MinAgreement, options.MinAgreement),
            (Keys.ExitPolicy, options.ExitPolicy?.Value),
            (Keys.TokenLatencyTargetMilliseconds, options.TokenLatencyTarget?.TotalMilliseconds),
            (Keys.ExitLayer, options.ExitLayer),
            (Keys.MaxLayers, options.MaxLayers),
            (Keys.Loops, options.Loops),
            (Keys.RouterThreshold, options.RouterThreshold),
            (Keys.ExitMeasure, options.ExitMeasure is { } measure ? OptionWords.Measures.WordOf(measure) : null),
            (Keys.ExitThreshold, options.ExitThreshold),
            (Keys.MinExitLayer, options.MinExitLayer),
            (Keys.ThresholdDecay, options.ThresholdDecay),
            (Keys.ThresholdAdaptation, options.ThresholdAdaptation is { } adaptation ? OptionWords.Adaptations.WordOf(adaptation) : null),
            (Keys.PendingMax, options.PendingMax),
            (Keys.DraftLength, options.DraftLength),
            (Keys.DraftHead, options.DraftHead),
            (Keys.DraftAcceptance, options.DraftAcceptance is { } acceptance ? OptionWords.Acceptances.WordOf(acceptance) : null),
            (Keys.RollbackThreshold, options.RollbackThreshold),
            (Keys.AllowFullDepth, options.AllowFullDepth),
            (Keys.ReportTokenDepth, options.ReportsTokenDepth),
        ];
        return from entry in all where entry.Value is not null select (entry.Key, entry.Value);
    }
}
