using System.Collections.Immutable;

namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>What a model's ways to spend depth were worth when they were measured: the file <see cref="CalibrationFile.Name"/> beside its weights.</summary>
public sealed record DepthCalibration
{
    /// <summary>The version that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>What tells the measured weights from others. A calibration says nothing about a model with another fingerprint.</summary>
    public required string ModelFingerprint { get; init; }

    /// <summary>What was measured on, in words.</summary>
    public required string Dataset { get; init; }

    /// <summary>Tokens generated at full depth that all points were compared with; at least 1.</summary>
    public required long Tokens { get; init; }

    /// <summary>The methods, the preferred of each kind first.</summary>
    public required ImmutableArray<MethodCalibration> Methods { get; init; }

    /// <summary>Token ids that drafts are drawn from, the most frequent first; may be empty.</summary>
    public ImmutableArray<int> DraftVocabulary { get => field.IsDefault ? [] : field; init; }

    /// <summary>How often drafts stood, by exit; may be empty.</summary>
    public ImmutableArray<ExitAcceptance> DraftAcceptance { get => field.IsDefault ? [] : field; init; }

    /// <summary>The first calibration of a method, and of a measure unless that is none; null where it was not measured.</summary>
    public MethodCalibration? Find(DepthMethod method, ExitMeasure measure = ExitMeasure.None)
        => Methods.FirstOrDefault(entry => entry.Method == method && (measure == ExitMeasure.None || entry.Measure == measure));

    /// <summary>The deepest point of a method within a budget; null where there is none.</summary>
    /// <param name="method">The method.</param>
    /// <param name="budget">Largest mean depth as a share of full depth.</param>
    /// <param name="measure">The measure; none takes the method's first.</param>
    public CalibrationPoint? PointForBudget(DepthMethod method, double budget, ExitMeasure measure = ExitMeasure.None) => Find(method, measure)?.PointForBudget(budget);

    /// <summary>The cheapest point of a method that agrees with full depth with 95% confidence; null where none does.</summary>
    /// <param name="method">The method.</param>
    /// <param name="agreement">Least share of tokens that are to be full depth's.</param>
    /// <param name="measure">The measure; none takes the method's first.</param>
    public CalibrationPoint? PointForAgreement(DepthMethod method, double agreement, ExitMeasure measure = ExitMeasure.None) => Find(method, measure)?.PointForAgreement(agreement);

    /// <summary>The threshold at which a method has a mean depth; null where it was not measured.</summary>
    /// <param name="method">The method.</param>
    /// <param name="depth">Mean depth as a share of full depth.</param>
    /// <param name="measure">The measure; none takes the method's first.</param>
    public double? ThresholdForDepth(DepthMethod method, double depth, ExitMeasure measure = ExitMeasure.None) => Find(method, measure)?.ThresholdForDepth(depth);

    /// <summary>How often drafts of an exit stood; null where it was not measured.</summary>
    /// <param name="exit">Passes of the exit.</param>
    public double? AcceptanceOf(int exit) => DraftAcceptance.FirstOrDefault(entry => entry.Exit == exit)?.Acceptance;
}
