using AdaptiveProvider.Cpu;

namespace AdaptiveProvider.Tool.Options;

/// <summary>The names of precisions on the command line.</summary>
internal static class PrecisionNames
{
    /// <summary>The precision's name: f32, bf16 or int8.</summary>
    public static string Of(Precision precision) => precision switch
    {
        Precision.F32 => "f32",
        Precision.BF16 => "bf16",
        Precision.Int8 => "int8",
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, null),
    };

    /// <summary>Finds a precision by its name.</summary>
    public static bool TryParse(string name, out Precision precision)
    {
        foreach (var candidate in Enum.GetValues<Precision>())
        {
            if (Of(candidate) == name)
            {
                precision = candidate;
                return true;
            }
        }

        precision = default;
        return false;
    }
}
