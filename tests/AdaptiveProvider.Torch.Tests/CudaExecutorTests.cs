using AdaptiveProvider.Testing.Executors;

namespace AdaptiveProvider.Torch.Tests;

public sealed class CudaParityTests() : ParitySuite(new TorchExecutorKind("cuda"))
{
    protected override double BFloat16Error => 0.08;
}

public sealed class CudaBatchingTests() : BatchingSuite(new TorchExecutorKind("cuda"));

public sealed class CudaDepthTests() : DepthSuite(new TorchExecutorKind("cuda"));

public sealed class CudaSlotTests() : SlotSuite(new TorchExecutorKind("cuda"));

public sealed class CudaPlanTests() : PlanSuite(new TorchExecutorKind("cuda"));

public sealed class CudaCheckpointTests() : CheckpointSuite(new TorchExecutorKind("cuda"));

public sealed class CudaEngineTests() : EngineSuite(new TorchExecutorKind("cuda"));
