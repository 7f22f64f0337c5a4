using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Depth;

/// <summary>Finds the cheapest measured settings that agree with full depth often enough.</summary>
/// <param name="info">The model and its executor.</param>
/// <param name="calibration">The measurements; null where there are none.</param>
internal sealed class CalibratedChoice(ExecutorInfo info, DepthCalibration? calibration)
{
    /// <summary>The settings of the cheapest point, among those that the policy and the measure asked for allow, whose bound holds.</summary>
    /// <exception cref="AgreementNotCalibratedException">There is none.</exception>
    public DepthSettings For(DepthOptions options, double agreement)
    {
        if (calibration is null)
        {
            throw new AgreementNotCalibratedException(agreement, "the model has no calibration of these weights");
        }

        var method = options.ExitPolicy is { } policy ? ExitPolicies.MethodOf(policy) : (DepthMethod?)null;
        var cheapest = calibration.Methods
            .Where(entry => (method is null || entry.Method == method) && (options.ExitMeasure is null || entry.Measure == options.ExitMeasure))
            .Select(entry => (Entry: entry, Point: entry.PointForAgreement(agreement)))
            .Where(choice => choice.Point is not null && Runs(SettingsOf(choice.Entry, choice.Point)))
            .OrderBy(choice => Work(choice.Entry.Method, choice.Point!))
            .FirstOrDefault();
        return cheapest.Point is { } point
            ? SettingsOf(cheapest.Entry, point)
            : throw new AgreementNotCalibratedException(agreement, $"no measured setting{(method is null ? "" : $" of {options.ExitPolicy}")} was that close to full depth with 95% confidence");
    }

    private static DepthSettings SettingsOf(MethodCalibration entry, CalibrationPoint point) => entry.Method switch
    {
        DepthMethod.Static => new DepthSettings { Method = DepthMethod.Static, Exits = [(int)point.Threshold] },
        DepthMethod.Router => new DepthSettings { Method = DepthMethod.Router, Threshold = (float)point.Threshold },
        _ => new DepthSettings { Method = entry.Method, Measure = entry.Measure, Exits = entry.Exits, Threshold = (float)point.Threshold },
    };

    // Deferred layers run all the same, only later.
    private static double Work(DepthMethod method, CalibrationPoint point) => method == DepthMethod.Synchronized ? 1 : point.MeanDepth;

    // Measured on another executor, perhaps.
    private bool Runs(DepthSettings settings)
    {
        try
        {
            settings.ThrowIfUnserviceable(info);
            return true;
        }
        catch (Exception refused) when (refused is DepthNotSupportedException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
