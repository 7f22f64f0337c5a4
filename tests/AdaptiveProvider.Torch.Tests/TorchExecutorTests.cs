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

public sealed class TorchSlotTests() : SlotSuite(new TorchExecutorKind("cpu"));

public sealed class TorchPlanTests() : PlanSuite(new TorchExecutorKind("cpu"));

public sealed class TorchCheckpointTests() : CheckpointSuite(new TorchExecutorKind("cpu"));

public sealed class TorchEngineTests() : EngineSuite(new TorchExecutorKind("cpu"));

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
