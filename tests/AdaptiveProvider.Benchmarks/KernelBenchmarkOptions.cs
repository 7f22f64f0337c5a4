using AdaptiveProvider.Cpu;
using AdaptiveProvider.Cpu.Kernels;

namespace AdaptiveProvider.Benchmarks;

/// <summary>What to measure.</summary>
internal sealed record KernelBenchmarkOptions
{
    public int Threads { get; init; } = Environment.ProcessorCount;

    public InstructionTier Tier { get; init; } = InstructionTiers.Best;

    public IReadOnlyList<Precision> Precisions { get; init; } = [Precision.Int8, Precision.BF16, Precision.F32];

    public IReadOnlyList<int> Rows { get; init; } = [1, 4, 8, 16, 512];

    /// <summary>Time to spend on each measurement.</summary>
    public double Seconds { get; init; } = 1;

    /// <summary>Outputs and inputs; empty for the default list.</summary>
    public IReadOnlyList<(int Outputs, int Inputs)> Shapes { get; init; } = [];

    public static KernelBenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new KernelBenchmarkOptions();
        for (int i = 0; i + 1 < arguments.Count; i += 2)
        {
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--threads" => options with { Threads = int.Parse(value) },
                "--tier" => options with { Tier = Enum.Parse<InstructionTier>(value, true) },
                "--dtype" => options with { Precisions = [.. value.Split(',').Select(name => Enum.Parse<Precision>(name, true))] },
                "--seconds" => options with { Seconds = double.Parse(value) },
                "--rows" => options with { Rows = [.. value.Split(',').Select(int.Parse)] },
                "--shape" => options with { Shapes = [.. value.Split(',').Select(ParseShape)] },
                _ => throw new ArgumentException($"Unknown option {arguments[i]}.", nameof(arguments)),
            };
        }

        return options;
    }

    private static (int Outputs, int Inputs) ParseShape(string text)
    {
        string[] sizes = text.Split('x');
        return (int.Parse(sizes[0]), int.Parse(sizes[1]));
    }
}
