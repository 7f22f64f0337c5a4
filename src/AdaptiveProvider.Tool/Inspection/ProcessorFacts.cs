using System.Reflection;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AdaptiveProvider.Tool.Inspection;

/// <summary>What the processor can do.</summary>
internal static class ProcessorFacts
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>This program's version.</summary>
    public static string Version => typeof(ProcessorFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The processor's name where the system tells it.</summary>
    public static string Name()
    {
        string? line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[^1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }

    /// <summary>Vector instructions that the processor and the runtime have.</summary>
    public static IEnumerable<string> Features() => from feature in All() where feature.IsSupported select feature.Name;

    private static (string Name, bool IsSupported)[] All() =>
    [
        ("SSE4.2", Sse42.IsSupported),
        ("AVX", Avx.IsSupported),
        ("AVX2", Avx2.IsSupported),
        ("FMA", Fma.IsSupported),
        ("AVX-512F", Avx512F.IsSupported),
        ("AVX-512BW", Avx512BW.IsSupported),
        ("AVX-512DQ", Avx512DQ.IsSupported),
        ("AVX-512VBMI", Avx512Vbmi.IsSupported),
        ("AVX-VNNI", AvxVnni.IsSupported),
        ("AdvSimd", AdvSimd.IsSupported),
        ("Dp", Dp.IsSupported),
    ];
}
