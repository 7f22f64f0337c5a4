using System.Text.Json;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Executors;
using AdaptiveProvider.Torch.Tests;

namespace AdaptiveProvider.Benchmarks.Gpu;

/// <summary>The executor suites over the libtorch executor of a device.</summary>
internal static class Suites
{
    public static IEnumerable<ExecutorSuite> On(string device)
    {
        var kind = new TorchExecutorKind(device);
        return [new Parity(kind), new Batching(kind), new Depth(kind), new Slots(kind), new Plans(kind), new Checkpoints(kind), new Engines(kind), new Routing(kind), new RoutedSlots(kind), new RoutedEngines(kind), new RoutedCheckpoints(kind)];
    }

    private sealed class Parity(IExecutorKind kind) : ParitySuite(kind)
    {
        protected override double BFloat16Error => 0.08;
    }

    private sealed class Batching(IExecutorKind kind) : BatchingSuite(kind);

    private sealed class Depth(IExecutorKind kind) : DepthSuite(kind);

    private sealed class Slots(IExecutorKind kind) : SlotSuite(kind);

    private sealed class Plans(IExecutorKind kind) : PlanSuite(kind);

    private sealed class Checkpoints(IExecutorKind kind) : CheckpointSuite(kind);

    private sealed class Engines(IExecutorKind kind) : EngineSuite(kind);

    private sealed class Routing(IExecutorKind kind) : RoutingSuite(kind);

    private sealed class RoutedSlots(IExecutorKind kind) : RoutedSlotSuite(kind);

    private sealed class RoutedEngines(IExecutorKind kind) : RoutedEngineSuite(kind);

    private sealed class RoutedCheckpoints(IExecutorKind kind) : RoutedCheckpointSuite(kind)
    {
        protected override void CheckCache(IModelExecutor executor, JsonElement lengths)
        {
        }
    }
}
