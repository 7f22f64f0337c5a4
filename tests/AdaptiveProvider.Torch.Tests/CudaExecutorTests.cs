using System.Text.Json;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Executors;

namespace AdaptiveProvider.Torch.Tests;

public sealed class CudaParityTests() : ParitySuite(new TorchExecutorKind("cuda"))
{
    protected override double BFloat16Error => 0.08;
}

public sealed class CudaBatchingTests() : BatchingSuite(new TorchExecutorKind("cuda"));

public sealed class CudaDepthTests() : DepthSuite(new TorchExecutorKind("cuda"));

public sealed class CudaTailTests() : TailSuite(new TorchExecutorKind("cuda"));

public sealed class CudaStateCopyTests() : StateCopySuite(new TorchExecutorKind("cuda"));

public sealed class CudaMeasureTests() : MeasureSuite(new TorchExecutorKind("cuda"));

public sealed class CudaClassifierTests() : ClassifierSuite(new TorchExecutorKind("cuda"));

public sealed class CudaDepthwiseTests() : DepthwiseSuite(new TorchExecutorKind("cuda"));

public sealed class CudaVerificationTests() : VerificationSuite(new TorchExecutorKind("cuda"));

public sealed class CudaSlotTests() : SlotSuite(new TorchExecutorKind("cuda"));

public sealed class CudaPlanTests() : PlanSuite(new TorchExecutorKind("cuda"));

public sealed class CudaCheckpointTests() : CheckpointSuite(new TorchExecutorKind("cuda"));

public sealed class CudaEngineTests() : EngineSuite(new TorchExecutorKind("cuda"));

public sealed class CudaNeverLeavingTests() : NeverLeavingSuite(new TorchExecutorKind("cuda"));

public sealed class CudaLosslessTests() : LosslessSuite(new TorchExecutorKind("cuda"));

public sealed class CudaRejectionTests() : RejectionSuite(new TorchExecutorKind("cuda"));

public sealed class CudaDepthBatchTests() : DepthBatchSuite(new TorchExecutorKind("cuda"));

public sealed class CudaDepthBudgetTests() : DepthBudgetSuite(new TorchExecutorKind("cuda"));

public sealed class CudaDepthReferenceTests() : DepthReferenceSuite(new TorchExecutorKind("cuda"));

public sealed class CudaLoopedTests() : LoopedSuite(new TorchExecutorKind("cuda"));

public sealed class CudaLoopedEngineTests() : LoopedEngineSuite(new TorchExecutorKind("cuda"));

public sealed class CudaRoutingTests() : RoutingSuite(new TorchExecutorKind("cuda"));

public sealed class CudaRoutedSlotTests() : RoutedSlotSuite(new TorchExecutorKind("cuda"));

public sealed class CudaRoutedEngineTests() : RoutedEngineSuite(new TorchExecutorKind("cuda"));

public sealed class CudaRoutedCheckpointTests() : RoutedCheckpointSuite(new TorchExecutorKind("cuda"))
{
    // Planes hold every position; which of them count is known on the device only.
    protected override void CheckCache(IModelExecutor executor, JsonElement lengths)
    {
    }
}
