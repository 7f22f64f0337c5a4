using System.Text.Json;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Executors;

namespace AdaptiveProvider.Cpu.Tests;

public sealed class CpuParityTests() : ParitySuite(new CpuExecutorKind())
{
    protected override double BFloat16Error => 1e-5;
}

public sealed class CpuBatchingTests() : BatchingSuite(new CpuExecutorKind());

public sealed class CpuDepthTests() : DepthSuite(new CpuExecutorKind());

public sealed class CpuTailTests() : TailSuite(new CpuExecutorKind());

public sealed class CpuStateCopyTests() : StateCopySuite(new CpuExecutorKind());

public sealed class CpuMeasureTests() : MeasureSuite(new CpuExecutorKind());

public sealed class CpuClassifierTests() : ClassifierSuite(new CpuExecutorKind());

public sealed class CpuDepthwiseTests() : DepthwiseSuite(new CpuExecutorKind());

public sealed class CpuVerificationTests() : VerificationSuite(new CpuExecutorKind());

public sealed class CpuSlotTests() : SlotSuite(new CpuExecutorKind());

public sealed class CpuPlanTests() : PlanSuite(new CpuExecutorKind());

public sealed class CpuCheckpointTests() : CheckpointSuite(new CpuExecutorKind());

public sealed class CpuEngineTests() : EngineSuite(new CpuExecutorKind());

public sealed class CpuNeverLeavingTests() : NeverLeavingSuite(new CpuExecutorKind());

public sealed class CpuLosslessTests() : LosslessSuite(new CpuExecutorKind());

public sealed class CpuRejectionTests() : RejectionSuite(new CpuExecutorKind());

public sealed class CpuDepthBatchTests() : DepthBatchSuite(new CpuExecutorKind());

public sealed class CpuDepthBudgetTests() : DepthBudgetSuite(new CpuExecutorKind());

public sealed class CpuDepthReferenceTests() : DepthReferenceSuite(new CpuExecutorKind());

public sealed class CpuLoopedTests() : LoopedSuite(new CpuExecutorKind());

public sealed class CpuLoopedEngineTests() : LoopedEngineSuite(new CpuExecutorKind());

public sealed class CpuRoutingTests() : RoutingSuite(new CpuExecutorKind());

public sealed class CpuRoutedSlotTests() : RoutedSlotSuite(new CpuExecutorKind());

public sealed class CpuRoutedEngineTests() : RoutedEngineSuite(new CpuExecutorKind());

public sealed class CpuRoutedCheckpointTests() : RoutedCheckpointSuite(new CpuExecutorKind())
{
    protected override void CheckCache(IModelExecutor executor, JsonElement lengths)
    {
        for (int loop = 1; loop < 3; loop++)
        {
            Assert.Equal(lengths.GetProperty($"(0, {loop})").GetInt32(), ((CpuModelExecutor)executor).LoopPositions(slot: 0, loop).Length);
        }
    }
}
