using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>How calibrations are written: snake case, names for enumerations; nothing unknown, missing, repeated or null is read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    Converters = [typeof(MethodName), typeof(MeasureName)])]
[JsonSerializable(typeof(DepthCalibration))]
internal sealed partial class CalibrationJson : JsonSerializerContext
{
    /// <summary>Methods by their names.</summary>
    internal sealed class MethodName() : JsonStringEnumConverter<DepthMethod>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

    /// <summary>Measures by their names.</summary>
    internal sealed class MeasureName() : JsonStringEnumConverter<ExitMeasure>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
}
