using System.Text.Json;

namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>Reads and writes calibrations. Files are not trusted: what is read has been checked.</summary>
public static class CalibrationFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string Name = "adaptive_calibration.json";

    private const long SizeMax = 16 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="AdaptiveProviderException">The file is no calibration; the message names the field.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DepthCalibration Read(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > SizeMax)
        {
            throw new AdaptiveProviderException($"{path}: {file.Length} bytes are more than any calibration needs ({SizeMax}); remove the file or measure again.");
        }

        byte[] json = new byte[file.Length];
        file.ReadExactly(json);
        return Parse(json, path);
    }

    /// <summary>Reads a calibration from UTF-8 text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <exception cref="AdaptiveProviderException">The text is no calibration; the message names the field.</exception>
    public static DepthCalibration Parse(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            var calibration = JsonSerializer.Deserialize(json, CalibrationJson.Default.DepthCalibration)
                ?? throw new AdaptiveProviderException($"{source}: the file is null instead of an object; measure again.");
            CalibrationCheck.Check(calibration, source);
            return calibration;
        }
        catch (JsonException failure)
        {
            throw new AdaptiveProviderException($"{source}: {failure.Path ?? "$"}: {failure.Message} Mend the field, or measure again.", failure);
        }
    }

    /// <summary>Writes a file, in place of one that is there.</summary>
    /// <exception cref="AdaptiveProviderException">The calibration is one that could not be read again.</exception>
    public static void Write(string path, DepthCalibration calibration)
    {
        byte[] json = ToJson(calibration);
        File.WriteAllBytes(path, json);
    }

    /// <summary>The calibration as UTF-8 text.</summary>
    /// <exception cref="AdaptiveProviderException">The calibration is one that could not be read again.</exception>
    public static byte[] ToJson(DepthCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        CalibrationCheck.Check(calibration, Name);
        return JsonSerializer.SerializeToUtf8Bytes(calibration, CalibrationJson.Default.DepthCalibration);
    }
}
