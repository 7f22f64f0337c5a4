using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Executors;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Cpu.Tests;

/// <summary>The managed executor, on two threads and one instruction tier; a row has the same bits in any company.</summary>
internal sealed class CpuExecutorKind(InstructionTier? tier = null) : IExecutorKind
{
    public IModelExecutor Load(ModelSpec spec, DecoderWeights weights, TestExecutorOptions options)
    {
        Skip.If(options.Weights == TestPrecision.F16, "The managed executor has no half-precision weights.");
        var cpuOptions = new CpuExecutorOptions
        {
            Weights = options.Weights switch { TestPrecision.F32 => Precision.F32, TestPrecision.BF16 => Precision.BF16, _ => Precision.Int8 },
            KeyValues = options.KeyValues switch
            {
                TestPrecision.F32 => KvPrecision.F32,
                TestPrecision.F16 => KvPrecision.F16,
                TestPrecision.BF16 => KvPrecision.BF16,
                _ => KvPrecision.Auto,
            },
            Threads = options.Threads,
            SlotCount = options.SlotCount,
            SlotLength = options.SlotLength,
            StepRowsMax = options.StepRowsMax,
            KeptRowsMax = options.KeptRowsMax,
            DraftVocabulary = options.DraftVocabulary,
        };
        return CpuModelExecutor.LoadWith(KernelSet.For(tier ?? InstructionTiers.Best), spec, weights, cpuOptions);
    }

    public double RowTolerance(TestPrecision weights) => 0;

    public long CacheBytesPerToken(IModelExecutor executor) => ((CpuModelExecutor)executor).Memory.CachePerToken;

    /// <summary>A tiny model with the executor's own options.</summary>
    public static TinyExecutor Open(string name, CpuExecutorOptions? options = null, Func<ModelSpec, ModelSpec>? change = null)
        => new(
            TinyModels.Get(name),
            (spec, weights) => CpuModelExecutor.Load(spec, weights, (options ?? new CpuExecutorOptions { Weights = Precision.F32 }) is var chosen ? chosen with { Threads = chosen.Threads ?? 2 } : null),
            change);
}
