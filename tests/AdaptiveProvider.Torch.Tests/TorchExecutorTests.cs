using System.Text.Json;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Executors;

namespace AdaptiveProvider.Torch.Tests;

public sealed class TorchParityTests() : ParitySuite(new TorchExecutorKind("cpu"))
{
    protected override double BFloat16Error => 0.08;
}

public sealed class TorchBatchingTests() : BatchingSuite(new TorchExecutorKind("cpu"));

public sealed class TorchDepthTests() : DepthSuite(new TorchExecutorKind("cpu"));

public sealed class TorchTailTests() : TailSuite(new TorchExecutorKind("cpu"));

public sealed class TorchStateCopyTests() : StateCopySuite(new TorchExecutorKind("cpu"));

public sealed class TorchMeasureTests() : MeasureSuite(new TorchExecutorKind("cpu"));

public sealed class TorchClassifierTests() : ClassifierSuite(new TorchExecutorKind("cpu"));

public sealed class TorchDepthwiseTests() : DepthwiseSuite(new TorchExecutorKind("cpu"));

public sealed class TorchVerificationTests() : VerificationSuite(new TorchExecutorKind("cpu"));

// As on a GPU: tokens are drawn on the device, but for rows that need the managed sampler.
public sealed class TorchDeviceDrawnMeasureTests() : MeasureSuite(new TorchExecutorKind("cpu", SamplingPlace.Device));

public sealed class TorchDeviceDrawnVerificationTests() : VerificationSuite(new TorchExecutorKind("cpu", SamplingPlace.Device));

public sealed class TorchSlotTests() : SlotSuite(new TorchExecutorKind("cpu"));

public sealed class TorchPlanTests() : PlanSuite(new TorchExecutorKind("cpu"));

public sealed class TorchCheckpointTests() : CheckpointSuite(new TorchExecutorKind("cpu"));

public sealed class TorchEngineTests() : EngineSuite(new TorchExecutorKind("cpu"));

public sealed class TorchNeverLeavingTests() : NeverLeavingSuite(new TorchExecutorKind("cpu"));

public sealed class TorchLosslessTests() : LosslessSuite(new TorchExecutorKind("cpu"));

public sealed class TorchRejectionTests() : RejectionSuite(new TorchExecutorKind("cpu"));

public sealed class TorchDepthBatchTests() : DepthBatchSuite(new TorchExecutorKind("cpu"));

public sealed class TorchDepthBudgetTests() : DepthBudgetSuite(new TorchExecutorKind("cpu"));

public sealed class TorchDepthReferenceTests() : DepthReferenceSuite(new TorchExecutorKind("cpu"));

public sealed class TorchLoopedTests() : LoopedSuite(new TorchExecutorKind("cpu"));

public sealed class TorchLoopedEngineTests() : LoopedEngineSuite(new TorchExecutorKind("cpu"));

public sealed class TorchRoutingTests() : RoutingSuite(new TorchExecutorKind("cpu"));

public sealed class TorchRoutedSlotTests() : RoutedSlotSuite(new TorchExecutorKind("cpu"));

public sealed class TorchRoutedEngineTests() : RoutedEngineSuite(new TorchExecutorKind("cpu"));

public sealed class TorchRoutedCheckpointTests() : RoutedCheckpointSuite(new TorchExecutorKind("cpu"))
{
    // Planes hold every position; which of them count is known on the device only.
    protected override void CheckCache(IModelExecutor executor, JsonElement lengths)
    {
    }
}
