using AdaptiveProvider.Engine;

namespace AdaptiveProvider;

/// <summary>No measurement says how to agree with full depth as often as a request wants.</summary>
public sealed class AgreementNotCalibratedException(double agreement, string reason)
    : AdaptiveProviderException(FormattableString.Invariant(
        $"{AdaptiveOptionKeys.MinAgreement} {agreement} cannot be promised: {reason}. Run `adaptive calibrate` on the model, ask for less, or set {AdaptiveOptionKeys.AllowFullDepth}."))
{
    /// <summary>The share of tokens that were to be full depth's.</summary>
    public double Agreement { get; } = agreement;
}
