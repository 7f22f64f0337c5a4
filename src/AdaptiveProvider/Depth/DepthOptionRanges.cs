namespace AdaptiveProvider.Depth;

/// <summary>The ranges of depth options that hold for every model.</summary>
internal static class DepthOptionRanges
{
    /// <summary>Refuses a value out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The exception names the key.</exception>
    public static void Check(DepthOptions options)
    {
        RequireShare(options.DepthBudget, AdaptiveOptionKeys.DepthBudget);
        RequireShare(options.MaxDepth, AdaptiveOptionKeys.MaxDepth);
        RequireShare(options.MinAgreement, AdaptiveOptionKeys.MinAgreement);
        if (options.ExitPolicy is { } policy)
        {
            ExitPolicies.MethodOf(policy);
        }

        Require(options.TokenLatencyTarget is not { } target || target > TimeSpan.Zero, options.TokenLatencyTarget?.TotalMilliseconds, AdaptiveOptionKeys.TokenLatencyTargetMilliseconds, "above 0");
        RequirePositive(options.ExitLayer, AdaptiveOptionKeys.ExitLayer);
        RequirePositive(options.MaxLayers, AdaptiveOptionKeys.MaxLayers);
        RequirePositive(options.Loops, AdaptiveOptionKeys.Loops);
        RequirePositive(options.MinExitLayer, AdaptiveOptionKeys.MinExitLayer);
        RequirePositive(options.PendingMax, AdaptiveOptionKeys.PendingMax);
        Require(options.RouterThreshold is null || (options.RouterThreshold >= 0 && float.IsFinite(options.RouterThreshold.Value)), options.RouterThreshold, AdaptiveOptionKeys.RouterThreshold, "a finite number from 0 (every loop) up; 1 and more take one loop");
        Require(options.ExitThreshold is not { } threshold || float.IsFinite(threshold), options.ExitThreshold, AdaptiveOptionKeys.ExitThreshold, "a finite number");
        Require(options.ExitMeasure is not { } measure || (measure != Engine.Depth.ExitMeasure.None && Enum.IsDefined(measure)), options.ExitMeasure, AdaptiveOptionKeys.ExitMeasure, $"one of {OptionWords.Measures.Listed}");
        Require(options.ThresholdDecay is null || (options.ThresholdDecay >= 0 && float.IsFinite(options.ThresholdDecay.Value)), options.ThresholdDecay, AdaptiveOptionKeys.ThresholdDecay, "a finite number from 0");
        Require(options.ThresholdAdaptation is not { } adaptation || Enum.IsDefined(adaptation), options.ThresholdAdaptation, AdaptiveOptionKeys.ThresholdAdaptation, $"one of {OptionWords.Adaptations.Listed}");
        Require(options.DraftAcceptance is not { } acceptance || Enum.IsDefined(acceptance), options.DraftAcceptance, AdaptiveOptionKeys.DraftAcceptance, $"one of {OptionWords.Acceptances.Listed}");
        Require(options.DraftLength is null or >= 0, options.DraftLength, AdaptiveOptionKeys.DraftLength, "at least 0");
        Require(options.RollbackThreshold is null || (options.RollbackThreshold >= 0 && float.IsFinite(options.RollbackThreshold.Value)), options.RollbackThreshold, AdaptiveOptionKeys.RollbackThreshold, "a finite number from 0");
    }

    private static void RequireShare(double? value, string key) => Require(value is null or (> 0 and <= 1), value, key, "above 0 and at most 1");

    private static void RequirePositive(int? value, string key) => Require(value is null or >= 1, value, key, "at least 1");

    private static void Require(bool holds, object? value, string key, string range)
    {
        if (!holds)
        {
            throw OptionError.OutOfRange(key, value, $"{key} must be {range}; it is {value}.");
        }
    }
}
