using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>Many small requests; alone in the process, because it weighs the process's memory.</summary>
[Collection(RunsAlone.Name)]
public sealed class EngineLoadTests
{
    [Fact]
    public async Task SubmitAsync_TenThousandTinyRequestsFrom64Callers_CompleteInFlatMemory()
    {
        var executor = new ScriptedExecutor(Scripted.Model, slotCount: 16, slotLength: 16);
        await using var engine = new InferenceEngine(executor, new() { QueueCapacity = 32, WaitWhenFull = true });
        var expected = Enumerable.Range(0, 50).Select(i => Scripted.Model.Expected(Scripted.Request(Scripted.Prompt(i, 4), outputMax: 3))).ToArray();
        long[] memory = new long[2];

        for (int half = 0; half < 2; half++)
        {
            await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(() => CallAsync(caller, 5000 / 64 + 1))));
            memory[half] = GC.GetTotalMemory(forceFullCollection: true);
        }

        // The second 5,000 requests leave no more behind than noise.
        Assert.InRange(memory[1] - memory[0], long.MinValue, 512 * 1024);
        Assert.True(engine.Snapshot().RequestsEnded >= 10_000);
        Assert.All(engine.Snapshot().Slots, slot => Assert.Null(slot.RequestId));

        async Task CallAsync(int caller, int count)
        {
            for (int i = 0; i < count; i++)
            {
                int start = (caller + (i * 7)) % expected.Length;
                await using var stream = await engine.SubmitAsync(Scripted.Request(Scripted.Prompt(start, 4), outputMax: 3));
                Assert.Equal(expected[start], (await EngineHarness.ReadAsync(stream)).Ids());
            }
        }
    }
}
