using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests.Scheduling;

/// <summary>Who waits, in whole engines whose clock makes deep layers dear: only the batches change, never a reply.</summary>
public sealed class RowHoldingTests
{
    [Fact]
    public void Step_DeepLayersDear_DeepRowsWaitForCompanyAndRepliesStay()
    {
        var (eager, eagerBatches) = Run(heldStepsMax: 0);
        var (patient, patientBatches) = Run(heldStepsMax: 8);

        Assert.Equal(eager, patient);
        Assert.True(patientBatches < 0.9 * eagerBatches, $"{patientBatches} steps with deep rows instead of {eagerBatches}.");
    }

    [Fact]
    public void Step_OneRequest_NeverWaits()
    {
        int idle = 0;
        var executor = new ScriptedExecutor(Scripted.Model, slotLength: 200);
        using var harness = new EngineHarness(executor, new() { HeldStepsMax = 8 });
        var reader = new ScriptedReader(harness.Submit(Request(0)));
        while (!reader.IsAtEnd)
        {
            idle += harness.Step() ? 0 : 1;
            reader.Read();
        }

        Assert.True(idle <= 1, $"{idle} steps were empty.");
    }

    private static (List<int[]> Replies, int DeepSteps) Run(int heldStepsMax)
    {
        int deepSteps = 0;
        EngineHarness? clock = null;
        var executor = new ScriptedExecutor(Scripted.Model, slotCount: 8, slotLength: 200)
        {
            BeforeStep = plan => clock!.Clock.Advance(Cost(plan, ref deepSteps)),
        };
        using var harness = clock = new EngineHarness(executor, new() { HeldStepsMax = heldStepsMax });
        var readers = Enumerable.Range(0, 8).Select(i => new ScriptedReader(harness.Submit(Request(i)))).ToList();
        while (readers.Exists(reader => !reader.IsAtEnd))
        {
            harness.StepUntilIdle();
            readers.ForEach(reader => reader.Read());
        }

        return ([.. readers.Select(reader => reader.Tokens.Ids())], deepSteps);
    }

    // A layer's weights cost ten times what a row does in it.
    private static TimeSpan Cost(StepPlan plan, ref int deepSteps)
    {
        deepSteps += plan.Items.Any(item => item.FirstPass > 0) ? 1 : 0;
        return TimeSpan.FromMilliseconds(plan.Passes.Sum(pass => 20 + pass.Entries.Sum(entry => 2 * plan.Items[entry.Item].Length)));
    }

    private static GenerationRequest Request(int start) => Scripted.Request(Scripted.Prompt(start, 4), 150) with
    {
        Depth = new DepthSettings { Method = DepthMethod.Synchronized, Exits = [1], Measure = ExitMeasure.Margin, Threshold = 0.3f },
    };
}
