using System.Collections.Immutable;

namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>What holds for every calibration that is read or written.</summary>
internal static class CalibrationCheck
{
    private const int NameMax = 4096;

    /// <summary>Throws, naming the field, unless every value is in its range.</summary>
    public static void Check(DepthCalibration calibration, string source)
    {
        Require(calibration.Version == DepthCalibration.CurrentVersion, "version", $"is {calibration.Version}, this library reads {DepthCalibration.CurrentVersion}");
        RequireText(calibration.ModelFingerprint, "model_fingerprint");
        RequireText(calibration.Dataset, "dataset");
        Require(calibration.Tokens >= 1, "tokens", "must be at least 1");
        RequireArray(calibration.Methods, "methods");
        for (int method = 0; method < calibration.Methods.Length; method++)
        {
            CheckMethod(calibration.Methods[method], $"methods[{method}]");
        }

        CheckDrafts(calibration);

        void CheckMethod(MethodCalibration method, string field)
        {
            Require(method is not null, field, "must not be null");
            RequireArray(method!.Exits, $"{field}.exits");
            Require(method.Exits.All(exit => exit >= 1) && Ascends(method.Exits), $"{field}.exits", "must ascend from at least 1");
            RequireArray(method.Points, $"{field}.points");
            Require(method.Points.Length > 0, $"{field}.points", "must hold at least one point");
            for (int point = 0; point < method.Points.Length; point++)
            {
                CheckPoint(method.Points[point], $"{field}.points[{point}]");
            }

            double direction = method.Measure == ExitMeasure.RouterScore ? 1 : -1;
            Require(
                method.Points.Zip(method.Points.Skip(1)).All(pair => direction * (pair.Second.Threshold - pair.First.Threshold) > 0),
                $"{field}.points",
                $"must go from strict to lax: thresholds {(direction > 0 ? "rise" : "fall")} from point to point");
        }

        void CheckPoint(CalibrationPoint point, string field)
        {
            Require(point is not null, field, "must not be null");
            Require(double.IsFinite(point!.Threshold) && float.IsFinite((float)point.Threshold), $"{field}.threshold", "must be a finite number");
            Require(point.MeanDepth is > 0 and <= 1, $"{field}.mean_depth", "must be above 0 and at most 1");
            RequireShare(point.Agreement, $"{field}.agreement");
            RequireShare(point.AgreementLower, $"{field}.agreement_lower");
            Require(point.AgreementLower <= point.Agreement, $"{field}.agreement_lower", "must be at most agreement");
            Require(point.Tokens >= 1, $"{field}.tokens", "must be at least 1");
        }

        void CheckDrafts(DepthCalibration drafts)
        {
            Require(drafts.DraftVocabulary.All(token => token >= 0), "draft_vocabulary", "must hold token ids from 0");
            Require(drafts.DraftVocabulary.Distinct().Count() == drafts.DraftVocabulary.Length, "draft_vocabulary", "must not name a token twice");
            for (int entry = 0; entry < drafts.DraftAcceptance.Length; entry++)
            {
                var exit = drafts.DraftAcceptance[entry];
                Require(exit is not null, $"draft_acceptance[{entry}]", "must not be null");
                Require(exit!.Exit >= 1, $"draft_acceptance[{entry}].exit", "must be at least 1");
                RequireShare(exit.Acceptance, $"draft_acceptance[{entry}].acceptance");
            }

            Require(Ascends([.. drafts.DraftAcceptance.Select(entry => entry.Exit)]), "draft_acceptance", "must ascend by exit");
        }

        void RequireShare(double value, string field) => Require(value is >= 0 and <= 1, field, "must be from 0 to 1");

        void RequireText(string? text, string field) => Require(text is { Length: > 0 and <= NameMax }, field, $"must have 1 to {NameMax} characters");

        void RequireArray<T>(ImmutableArray<T> array, string field) => Require(!array.IsDefault, field, "must be an array");

        void Require(bool holds, string field, string rule)
        {
            if (!holds)
            {
                throw new AdaptiveProviderException($"{source}: {field} {rule}. Mend the field, or measure again.");
            }
        }
    }

    private static bool Ascends(ImmutableArray<int> values)
    {
        for (int index = 1; index < values.Length; index++)
        {
            if (values[index] <= values[index - 1])
            {
                return false;
            }
        }

        return true;
    }
}
