using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Executors;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using TorchSharp;

namespace AdaptiveProvider.Torch.Tests.Execution;

/// <summary>What a step may cost besides computing: one wait for the device, and no tensor that stays.</summary>
public sealed class StepCostTests
{
    private static readonly RowSampling Greedy = new(SamplingSettings.Greedy);

    public static TheoryData<string> Places => [nameof(SamplingPlace.Host), nameof(SamplingPlace.Device)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Execute_AnyPlan_WaitsOncePerStep(string place)
    {
        using var tiny = Open(TinyModels.Get("qwen2-mixed-windows"), place);
        var executor = (TorchModelExecutor)tiny.Executor;
        int[] tokens = tiny.Tokens(60);

        tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens, HeadRows.None, endPass: 2, keep: true));
        Assert.Equal(1, executor.Readbacks);

        tiny.Steps.Run(
            tiny.Steps.Item(1, 0, tokens, HeadRows.All), tiny.Steps.Item(2, 0, tokens.AsMemory(0, 3), endPass: 1),
            tiny.Steps.Item(0, 50, tokens.AsMemory(50), HeadRows.All, firstPass: 2), tiny.Steps.Item(5, 0, tokens.AsMemory(0, 1)));
        Assert.Equal(2, executor.Readbacks);

        tiny.Executor.CopyPrefix(1, 7, 40);
        Assert.Equal(2, executor.Readbacks);
    }

    // Tails, kept states, every measure, state copying, drafts and rows of several loops: all in one step, hundreds of times.
    [Theory]
    [InlineData(nameof(SamplingPlace.Host), "mor-expert")]
    [InlineData(nameof(SamplingPlace.Device), "mor-expert")]
    [InlineData(nameof(SamplingPlace.Device), "mor-token")]
    [InlineData(nameof(SamplingPlace.Device), "relaxed-middle-cycle")]
    public void Execute_AdaptiveDepth_WaitsOncePerStepAndLeavesNoTensor(string place, string name)
    {
        using var tiny = new TinyExecutor(TinyModels.Get(name), (spec, weights) => TorchModelExecutor.Load(
            spec, weights, new TorchExecutorOptions { Device = "cpu", Threads = 1, Sampling = Enum.Parse<SamplingPlace>(place), DraftVocabulary = [7, 8, 9] }));
        var executor = (TorchModelExecutor)tiny.Executor;
        int[] tokens = tiny.Tokens(4);
        bool leaves = tiny.Spec.Layout.CanExitAfter(2);
        var measures = executor.Info.Measures;
        Steps(30);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount, readbacks = executor.Readbacks;

        Steps(400);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(readbacks + 400, executor.Readbacks);

        void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                var full = tiny.Steps.Item(0, 0, tokens, HeadRows.All);
                (full.UsesDraftHead, full.Measure) = (step % 2 == 0, measures[step % measures.Length]);
                WorkItem[] items = leaves ? [full, Leaving(1 + (step % 2), step), Deeper(2 - (step % 2), step)] : [full];
                var plan = StepPlans.Of(tiny.Spec.Layout, step == 0 ? items[..Math.Min(2, items.Length)] : items);
                executor.Execute(plan, new StepResult());
            }
        }

        WorkItem Leaving(int slot, int step)
        {
            var item = tiny.Steps.Item(slot, 0, tokens, HeadRows.Last, endPass: 2, keep: true, threshold: 0);
            (item.RunsTail, item.Measure) = (true, measures[step / 2 % measures.Length]);
            return item;
        }

        WorkItem Deeper(int slot, int step)
        {
            var item = tiny.Steps.Item(slot, 0, tokens, step % 3 == 0 ? HeadRows.None : HeadRows.Last, firstPass: 2, threshold: 0);
            item.OnlyWritesCache = step % 3 == 0;
            return item;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Execute_ThousandsOfSteps_LeavesNoTensor(string place)
    {
        using var tiny = Open(new TinyModel { Name = "flat", Layers = 1, Hidden = 16, Intermediate = 16, Heads = 2, KvHeads = 1, HeadDim = 8, Vocabulary = 40 }, place);
        int[] tokens = tiny.Tokens(100);
        var sampled = new RowSampling(new SamplingSettings { Temperature = 1, TopP = 0.9f }) { Uniform = 0.5f, TopLogitCount = 3 };
        Steps(50);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Steps(10_000);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                int position = step % 90;
                tiny.Steps.Run(
                    tiny.Steps.Item(0, position, tokens.AsMemory(position, 1), sampling: sampled),
                    tiny.Steps.Item(1 + (step % 3), position, tokens.AsMemory(position, 1 + (step % 4)), sampling: Greedy, keep: step % 5 == 0));
            }
        }
    }

    [Fact]
    public void Execute_FailingStep_LeavesNoTensorAndKeepsServing()
    {
        using var tiny = Open(TinyModels.Get("llama-tied-gqa"), nameof(SamplingPlace.Host));
        int[] tokens = tiny.Tokens(30);
        var expected = tiny.Steps.Prefill(0, tokens);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (int i = 0; i < 20; i++)
        {
            Assert.ThrowsAny<Exception>(() => tiny.Steps.Run(tiny.Steps.Item(0, 30, new[] { 96 })));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        TokenAssert.Same(expected.AsSpan(20), tiny.Steps.Run(tiny.Steps.Item(0, 20, tokens.AsMemory(20), HeadRows.All))[0], 1e-4);
    }

    [Fact]
    public void Load_WarmUp_ChangesNoResult()
    {
        using var cold = Open(TinyModels.Get("mor-expert"), nameof(SamplingPlace.Device));
        using var warm = new TinyExecutor(
            TinyModels.Get("mor-expert"), (spec, weights) => TorchModelExecutor.Load(spec, weights, new TorchExecutorOptions { Device = "cpu", Threads = 1, WarmsUp = true, Sampling = SamplingPlace.Device }));
        int[] tokens = cold.Tokens(40);

        TokenAssert.Same(cold.Steps.Prefill(0, tokens), warm.Steps.Prefill(0, tokens), 1e-6);
        Assert.Equal(3, ((TorchModelExecutor)warm.Executor).Readbacks);
    }

    [Fact]
    public void Dispose_AfterSteps_FreesEveryTensor()
    {
        TorchRuntime.Load();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (var tiny = Open(TinyModels.Get("qwen3-norms"), nameof(SamplingPlace.Device)))
        {
            tiny.Steps.Prefill(0, tiny.Tokens(20));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static TinyExecutor Open(TinyModel model, string place) => new(
        model, (spec, weights) => TorchModelExecutor.Load(spec, weights, new TorchExecutorOptions { Device = "cpu", Threads = 1, Sampling = Enum.Parse<SamplingPlace>(place) }));
}
