using System.Collections.Immutable;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Torch;

namespace AdaptiveProvider.Tool.Measurement;

/// <summary>The device that is measured: how to load a model there, and its memory's limit.</summary>
internal abstract class BenchDevice
{
    /// <summary>The device in words.</summary>
    public abstract string Description { get; }

    /// <summary>The precision where none is asked for.</summary>
    public abstract Precision DefaultPrecision { get; }

    /// <summary>The device of a name; auto takes a GPU where there is one.</summary>
    /// <exception cref="UsageException">There is no such name.</exception>
    public static BenchDevice Of(string name, int threads)
    {
        var torch = new TorchExecutorFactory();
        return name switch
        {
            "cpu" => new Processor(threads),
            "auto" => torch.HasAccelerator() ? new Libtorch("cuda", threads) : new Processor(threads),
            _ when torch.Runs(name) => new Libtorch(name == TorchExecutorFactory.AnyDevice ? "auto" : name, threads),
            _ => throw new UsageException($"--device '{name}' is not known; use auto, cpu, {torch.DeviceNames}."),
        };
    }

    /// <summary>Bytes per second of the device's memory.</summary>
    public abstract double MeasureBandwidth();

    /// <summary>Loads a model.</summary>
    public (IModelExecutor Executor, long CacheBytesPerToken) Load(BenchSubject subject, Precision precision, int slots, int slotLength, CancellationToken cancellationToken)
        => Load(subject, precision, slots, slotLength, draftVocabulary: [], cancellationToken);

    /// <summary>Loads a model with a head for drafts; an empty vocabulary has none.</summary>
    public abstract (IModelExecutor Executor, long CacheBytesPerToken) Load(
        BenchSubject subject, Precision precision, int slots, int slotLength, ImmutableArray<int> draftVocabulary, CancellationToken cancellationToken);

    /// <summary>The managed kernels.</summary>
    private sealed class Processor(int threads) : BenchDevice
    {
        public override string Description => CpuMachine.Instructions;

        public override Precision DefaultPrecision => Precision.Int8;

        public override double MeasureBandwidth() => CpuMachine.MeasureBandwidth(threads);

        public override (IModelExecutor Executor, long CacheBytesPerToken) Load(
            BenchSubject subject, Precision precision, int slots, int slotLength, ImmutableArray<int> draftVocabulary, CancellationToken cancellationToken)
        {
            var options = new CpuExecutorOptions { Weights = precision, Threads = threads, SlotCount = slots, SlotLength = slotLength, DraftVocabulary = draftVocabulary };
            var executor = CpuModelExecutor.Load(subject.Spec, subject.Weights, options, null, cancellationToken);
            return (executor, executor.Memory.CachePerToken);
        }
    }

    /// <summary>libtorch on any of its devices.</summary>
    private sealed class Libtorch(string name, int threads) : BenchDevice
    {
        public override string Description => $"libtorch {name}";

        public override Precision DefaultPrecision => Precision.BF16;

        public override double MeasureBandwidth() => TorchMachine.MeasureCopyBandwidth(name);

        public override (IModelExecutor Executor, long CacheBytesPerToken) Load(
            BenchSubject subject, Precision precision, int slots, int slotLength, ImmutableArray<int> draftVocabulary, CancellationToken cancellationToken)
        {
            var options = new TorchExecutorOptions
            {
                Device = name,
                Weights = precision switch { Precision.F32 => TorchPrecision.F32, Precision.BF16 => TorchPrecision.BF16, _ => TorchPrecision.Int8 },
                Threads = threads,
                SlotCount = slots,
                SlotLength = slotLength,
                DraftVocabulary = draftVocabulary,
            };
            var executor = TorchModelExecutor.Load(subject.Spec, subject.Weights, options, null, cancellationToken);
            return (executor, executor.Memory.CachePerToken);
        }
    }
}
