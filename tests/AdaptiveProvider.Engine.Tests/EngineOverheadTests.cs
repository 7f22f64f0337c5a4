using System.Diagnostics;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>What a step costs outside the executor, measured with one that does nothing.</summary>
[Collection(RunsAlone.Name)]
public sealed class EngineOverheadTests(ITestOutputHelper output)
{
    /// <summary>The limits are ten times the goal's share of a 5 ms step, so that a busy machine does not fail the test; the output has the numbers.</summary>
    [Theory]
    [InlineData(1, 500)]
    [InlineData(16, 1500)]
    public void Step_Decoding_CostsLittleAndAllocatesNothing(int rows, double limitMicroseconds)
    {
        using var executor = new IdleExecutor(rows);
        using var core = new EngineCore(executor, new EngineOptions { StreamCapacity = 8192 }, TimeProvider.System, NullLogger.Instance);
        using var intake = new RequestIntake(core, new EngineOptions { StreamCapacity = 8192 }, TimeProvider.System);
        var streams = Enumerable.Range(0, rows).Select(i => Submit(intake, i)).ToList();
        Run(core, steps: 4500); // Past the growth of the streams' and slots' buffers at 4,096.

        double best = double.MaxValue;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int batch = 0; batch < 10; batch++)
        {
            long started = Stopwatch.GetTimestamp();
            Run(core, steps: 200);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds / 200);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        output.WriteLine($"{rows} rows: {best:F2} us and {allocated / 2000.0:F1} bytes per step");
        Assert.True(best < limitMicroseconds, $"{best:F1} us per step of {rows} rows.");
        Assert.True(allocated < 2000, $"{allocated} bytes in 2,000 steps.");
        GC.KeepAlive(streams);
    }

    private static TokenStream Submit(RequestIntake intake, int start)
        => intake.SubmitAsync(Scripted.Request(Scripted.Prompt(start, 3), outputMax: 8000), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private static void Run(EngineCore core, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            Assert.True(core.Step());
        }
    }

    /// <summary>Draws token 1 for every head row at once.</summary>
    private sealed class IdleExecutor(int slotCount) : IModelExecutor
    {
        public ExecutorInfo Info { get; } = new(Engine.Depth.StageLayout.Uniform(30, 1), Scripted.VocabularySize, slotCount, 8192, 256, "idle");

        public void Execute(StepPlan plan, StepResult result)
        {
            for (int row = plan.HeadRowCount; row > 0; row--)
            {
                result.Tokens.Add(new SampledToken(1, 0, 0, null));
            }

            foreach (var item in plan.Items)
            {
                result.AddUniformDepth(item, Info.Layout.LayersAfter(item.EndPass));
                result.LayerRowsExecuted += (long)item.Length * Info.Layout.LayersAfter(item.EndPass);
            }
        }

        public void CopyPrefix(int sourceSlot, int targetSlot, int length)
        {
        }

        public void Dispose()
        {
        }
    }
}
