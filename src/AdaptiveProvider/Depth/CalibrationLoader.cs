using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdaptiveProvider.Depth;

/// <summary>Finds a model's calibration: where the options say, else beside the weights.</summary>
internal static partial class CalibrationLoader
{
    /// <summary>The calibration; null where there is none, or one beside the weights that was measured on others.</summary>
    /// <exception cref="AdaptiveProviderException">The file is no calibration, or the one that the options name is of other weights.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DepthCalibration? Load(ModelFolder folder, AdaptiveModelOptions options)
    {
        string path = options.CalibrationPath ?? Path.Combine(folder.Path, CalibrationFile.Name);
        if (path.Length == 0 || (options.CalibrationPath is null && !File.Exists(path)))
        {
            return null;
        }

        var calibration = CalibrationFile.Read(path);
        if (calibration.ModelFingerprint != WeightFingerprint.Of(folder.Weights))
        {
            // Weights that were trained on still chat; what was measured before says nothing about them.
            return options.CalibrationPath is null
                ? Ignore(path, options)
                : throw new AdaptiveProviderException($"{path}: the calibration was measured on other weights. Run `adaptive calibrate` on this model.");
        }

        ThrowUnlessItFits(calibration, folder, path);
        return calibration;
    }

    private static DepthCalibration? Ignore(string path, AdaptiveModelOptions options)
    {
        Ignored((options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(typeof(CalibrationLoader)), path);
        return null;
    }

    private static void ThrowUnlessItFits(DepthCalibration calibration, ModelFolder folder, string path)
    {
        int stray = calibration.DraftVocabulary.FirstOrDefault(token => token >= folder.Spec.VocabularySize, -1);
        if (stray >= 0)
        {
            throw new AdaptiveProviderException($"{path}: draft_vocabulary names token {stray}; the model's vocabulary ends at {folder.Spec.VocabularySize - 1}. Remove the file or run `adaptive calibrate`.");
        }

        var exits = folder.Spec.Layout.ExitPasses;
        int deep = calibration.Methods.SelectMany(method => method.Exits).FirstOrDefault(exit => !exits.Contains(exit), -1);
        if (deep >= 0)
        {
            throw new AdaptiveProviderException($"{path}: methods name an exit after {deep} passes; the model has exits after {string.Join(", ", exits)}. Remove the file or run `adaptive calibrate`.");
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Path} was measured on other weights and does not count; run adaptive calibrate on the model")]
    private static partial void Ignored(ILogger logger, string path);
}
