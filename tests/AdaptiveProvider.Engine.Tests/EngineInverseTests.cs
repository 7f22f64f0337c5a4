using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>Breaks one rule at a time and shows that the comparison with the reference, or the executor's contract, notices.</summary>
public sealed class EngineInverseTests
{
    private static readonly GenerationRequest Shallow = Scripted.Request(Scripted.Prompt(1, 9), exitPass: 2);

    [Fact]
    public void Reply_PlanIgnoresTheExit_Differs()
        => AssertNoticed(plan => Deepen(plan, Scripted.Model.Layout.PassCount), Shallow);

    [Fact]
    public void Reply_PlanExitsTooEarly_Differs()
        => AssertNoticed(plan => plan.Passes.RemoveAt(plan.Passes.Count - 1), Shallow, shortenBy: 1);

    [Fact]
    public void Reply_PlanSkipsAPass_IsRefused()
    {
        var executor = new ScriptedExecutor(Scripted.Model) { BeforeStep = plan => plan.Passes.RemoveAt(1) };
        using var harness = new EngineHarness(executor);
        var reader = new ScriptedReader(harness.Submit(Shallow));

        harness.StepUntilIdle();
        reader.Read();

        Assert.IsType<ContractViolationException>(Assert.IsType<EngineFaultedException>(reader.Failure).InnerException);
    }

    [Fact]
    public void Reply_PositionOffByOne_Differs()
    {
        // The first step writes the prompt; later rows overwrite the position before their own.
        int step = 0;
        AssertNoticed(plan => plan.Items[0].Position -= step++ > 0 ? 1 : 0, Shallow);
    }

    [Fact]
    public void Reply_WrongToken_Differs()
        => AssertNoticed(plan => plan.Items[0].Tokens = plan.Items[0].Tokens.ToArray().Select(token => token ^ 1).ToArray(), Shallow);

    [Fact]
    public void Reply_HistoryForgotten_Differs()
        => AssertNoticed(_ => { }, Shallow, ScriptedFlaw.ForgetsHistory);

    [Fact]
    public void Reply_UniformFromTheBatch_Differs()
    {
        var random = new Random(1);
        var sampled = Shallow with { Sampling = new() { Temperature = 2 }, Seed = 3 };
        AssertNoticed(plan => plan.Items[0].Sampling!.Uniform = random.NextSingle(), sampled);
    }

    [Fact]
    public void Reply_UnspoiledPlan_IsTheReference()
        => Assert.Equal(Scripted.Model.Expected(Shallow), Run(new ScriptedExecutor(Scripted.Model), Shallow));

    [Fact]
    public void Reply_CopyFromTheWrongSlot_IsNoticed()
    {
        int[] shared = Scripted.Prompt(1, 12);
        var executor = new ScriptedExecutor(Scripted.Model) { Flaw = ScriptedFlaw.CopiesWrongSlot };
        using var harness = new EngineHarness(executor);
        harness.Submit(Scripted.Request([.. shared, 1, 2]));
        harness.StepUntilIdle();

        var reader = new ScriptedReader(harness.Submit(Scripted.Request([.. shared, 3, 4])));
        harness.StepUntilIdle();
        reader.Read();

        Assert.Equal(1, executor.Copies);
        Assert.IsType<EngineFaultedException>(reader.Failure);
    }

    private static void AssertNoticed(Action<StepPlan> spoil, GenerationRequest request, ScriptedFlaw flaw = ScriptedFlaw.None, int shortenBy = 0)
    {
        var executor = new ScriptedExecutor(Scripted.Model)
        {
            Flaw = flaw,
            BeforeStep = plan =>
            {
                spoil(plan);
                plan.Items.ForEach(item => item.EndPass -= shortenBy);
            },
        };

        Assert.NotEqual(Scripted.Model.Expected(request), Run(executor, request));
    }

    private static int[] Run(ScriptedExecutor executor, GenerationRequest request)
    {
        using var harness = new EngineHarness(executor) { ChecksInvariants = false };
        var reader = new ScriptedReader(harness.Submit(request));
        harness.StepUntilIdle();
        reader.Read();
        Assert.Null(reader.Failure);
        return reader.Tokens.Ids();
    }

    private static void Deepen(StepPlan plan, int passCount)
    {
        plan.Items[0].EndPass = passCount;
        for (int stage = plan.Passes.Count; stage < passCount; stage++)
        {
            var pass = new StagePass(stage);
            pass.Entries.Add(new StagePass.Entry(0, 0));
            plan.Passes.Add(pass);
        }
    }
}
