using AdaptiveProvider.Testing.Executors;

namespace AdaptiveProvider.Cpu.Tests;

public sealed class CpuParityTests() : ParitySuite(new CpuExecutorKind())
{
    protected override double BFloat16Error => 1e-5;
}

public sealed class CpuBatchingTests() : BatchingSuite(new CpuExecutorKind());

public sealed class CpuDepthTests() : DepthSuite(new CpuExecutorKind());

public sealed class CpuSlotTests() : SlotSuite(new CpuExecutorKind());

public sealed class CpuPlanTests() : PlanSuite(new CpuExecutorKind());

public sealed class CpuCheckpointTests() : CheckpointSuite(new CpuExecutorKind());

public sealed class CpuEngineTests() : EngineSuite(new CpuExecutorKind());
