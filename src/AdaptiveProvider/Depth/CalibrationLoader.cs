using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Models;

namespace AdaptiveProvider.Depth;

/// <summary>Finds a model's calibration: where the options say, else beside the weights.</summary>
internal static class CalibrationLoader
{
    /// <summary>The calibration; null where there is none.</summary>
    /// <exception cref="AdaptiveProviderException">The file is no calibration, or one of another model.</exception>
    /// <exception cref="IOException">The file that the options name cannot be read.</exception>
    public static DepthCalibration? Load(ModelFolder folder, AdaptiveModelOptions options)
    {
        string path = options.CalibrationPath ?? Path.Combine(folder.Path, CalibrationFile.Name);
        if (path.Length == 0 || (options.CalibrationPath is null && !File.Exists(path)))
        {
            return null;
        }

        var calibration = CalibrationFile.Read(path);
        int stray = calibration.DraftVocabulary.FirstOrDefault(token => token >= folder.Spec.VocabularySize, -1);
        if (stray >= 0)
        {
            throw new AdaptiveProviderException($"{path}: draft_vocabulary names token {stray}; the model's vocabulary ends at {folder.Spec.VocabularySize - 1}. It was measured on another model: remove the file or run `adaptive calibrate`.");
        }

        int deep = calibration.Methods.SelectMany(method => method.Exits).FirstOrDefault(exit => !folder.Spec.Layout.ExitPasses.Contains(exit), -1);
        return deep < 0 ? calibration : throw new AdaptiveProviderException(
            $"{path}: methods name an exit after {deep} passes; the model has exits after {string.Join(", ", folder.Spec.Layout.ExitPasses)}. It was measured on another model: remove the file or run `adaptive calibrate`.");
    }
}
