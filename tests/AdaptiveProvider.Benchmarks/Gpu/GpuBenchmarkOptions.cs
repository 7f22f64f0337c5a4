using System.Globalization;

namespace AdaptiveProvider.Benchmarks.Gpu;

/// <summary>What the GPU benchmark runs, from its command line.</summary>
internal sealed record GpuBenchmarkOptions
{
    public string Device { get; private init; } = "cuda";

    public string[] Shapes { get; private init; } = ["smollm2-135m", "llama-3.2-1b", "llama-3.1-8b"];

    public int[] Batches { get; private init; } = [1, 16, 64];

    public int Prompt { get; private init; } = 512;

    public int Generate { get; private init; } = 128;

    /// <summary>The Python with torch and transformers; none leaves the comparison out.</summary>
    public string Python { get; private init; } = "python3";

    /// <summary>Where the Markdown table goes.</summary>
    public string Output { get; private init; } = "gpu-benchmark.md";

    /// <summary>Runs the parity suites first.</summary>
    public bool RunsParity { get; private init; } = true;

    public static GpuBenchmarkOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new GpuBenchmarkOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            string Value(ReadOnlySpan<string> all) => i + 1 < all.Length ? all[++i] : throw new ArgumentException($"{name} needs a value.");
            options = name switch
            {
                "--device" => options with { Device = Value(arguments) },
                "--shapes" => options with { Shapes = Value(arguments).Split(',') },
                "--batches" => options with { Batches = [.. Value(arguments).Split(',').Select(Number)] },
                "--prompt" => options with { Prompt = Number(Value(arguments)) },
                "--generate" => options with { Generate = Number(Value(arguments)) },
                "--python" => options with { Python = Value(arguments) },
                "--output" => options with { Output = Value(arguments) },
                "--no-parity" => options with { RunsParity = false },
                _ => throw new ArgumentException($"{name} is not known."),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
