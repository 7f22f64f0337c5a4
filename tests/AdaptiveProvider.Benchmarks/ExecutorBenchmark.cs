using System.Diagnostics;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Benchmarks;

/// <summary>Times whole steps of the executor without an engine: decoding of several sequences together, and a prompt.</summary>
internal sealed class ExecutorBenchmark : IDisposable
{
    private const int ContextTokens = 32, GeneratedTokens = 64, SequencesMax = 64;

    private readonly CpuModelExecutor _executor;
    private readonly RowSampling _greedy = new(SamplingSettings.Greedy);
    private readonly StepResult _result = new();

    private ExecutorBenchmark(ModelSpec spec, DecoderWeights weights, KernelBenchmarkOptions options, Precision precision, int slots)
        => _executor = CpuModelExecutor.LoadWith(
            KernelSet.For(options.Tier), spec, weights, new CpuExecutorOptions { Weights = precision, Threads = options.Threads, SlotCount = slots });

    public static int Run(string shape, KernelBenchmarkOptions options)
    {
        var spec = KnownShapes.Find(shape);
        var weights = RandomWeights.Create(spec, seed: 1);
        Console.WriteLine($"{shape}, {options.Tier}, {options.Threads} threads; decode after {ContextTokens} tokens");
        Console.WriteLine($"{"dtype",-6}{"what",12}{"ms/step",9}{"tok/s",9}{"GB/s",8}{"B/step",8}");
        foreach (var precision in options.Precisions)
        {
            using var benchmark = new ExecutorBenchmark(spec, weights, options, precision, options.Rows.Where(rows => rows <= SequencesMax).Append(1).Max());
            foreach (int rows in options.Rows)
            {
                benchmark.Measure(precision, rows);
            }
        }

        return 0;
    }

    public void Dispose() => _executor.Dispose();

    private void Measure(Precision precision, int rows)
    {
        bool isPrompt = rows > SequencesMax;
        int reading = isPrompt ? 3 : GeneratedTokens;
        Time(rows, isPrompt, reading);
        var timed = Enumerable.Range(0, 3).Select(_ => Time(rows, isPrompt, reading)).OrderBy(time => time.Seconds).ElementAt(1);
        Console.WriteLine(
            $"{precision,-6}{(isPrompt ? $"prompt {rows}" : $"decode {rows}"),12}{timed.Seconds * 1e3,9:F2}{rows / timed.Seconds,9:F1}{_executor.Memory.Weights / timed.Seconds / 1e9,8:F1}{timed.AllocatedBytes,8}");
    }

    // Plans are made beforehand: what is timed is the executor.
    private (double Seconds, long AllocatedBytes) Time(int rows, bool isPrompt, int steps)
    {
        var plans = isPrompt
            ? [.. Enumerable.Range(0, steps).Select(_ => Prompt(rows))]
            : Enumerable.Range(0, steps).Select(step => new[] { Decode(rows, ContextTokens + step) }).ToArray();
        foreach (var plan in Enumerable.Range(0, isPrompt ? 0 : rows).Select(slot => Plan([Item(slot, 0, ContextTokens)])))
        {
            _executor.Execute(plan, _result);
        }

        var flat = plans.SelectMany(plan => plan).ToArray();
        long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        foreach (var plan in flat)
        {
            _executor.Execute(plan, _result);
        }

        return (Stopwatch.GetElapsedTime(start).TotalSeconds / steps, (GC.GetAllocatedBytesForCurrentThread() - allocated) / steps);
    }

    private StepPlan Decode(int rows, int position) => Plan([.. Enumerable.Range(0, rows).Select(slot => Item(slot, position, 1))]);

    private StepPlan[] Prompt(int rows)
    {
        int chunk = _executor.Info.StepRowsMax;
        return
        [
            .. Enumerable.Range(0, (rows + chunk - 1) / chunk).Select(part => Plan([Item(0, part * chunk, Math.Min(chunk, rows - (part * chunk)))])),
        ];
    }

    private WorkItem Item(int slot, int position, int length) => new()
    {
        Slot = slot,
        Position = position,
        Tokens = Enumerable.Range(0, length).Select(i => ((slot * 31) + ((position + i) * 7)) % _executor.Info.VocabularySize).ToArray(),
        EndPass = _executor.Info.Layout.PassCount,
        Head = HeadRows.Last,
        Sampling = _greedy,
    };

    private StepPlan Plan(WorkItem[] items)
    {
        var plan = new StepPlan();
        plan.Items.AddRange(items);
        foreach (var pass in _executor.Info.Layout.Passes)
        {
            var stagePass = new StagePass(pass.StageIndex);
            stagePass.Entries.AddRange(Enumerable.Range(0, items.Length).Select(item => new StagePass.Entry(item, pass.Loop)));
            plan.Passes.Add(stagePass);
        }

        return plan;
    }
}
