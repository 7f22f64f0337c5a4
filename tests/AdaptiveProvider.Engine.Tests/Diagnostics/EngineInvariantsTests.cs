using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests.Diagnostics;

/// <summary>Each rule, broken once in an otherwise sound snapshot.</summary>
public sealed class EngineInvariantsTests
{
    private static readonly EngineSnapshot Sound = TakeSnapshot();

    [Fact]
    public void Violations_SoundSnapshot_AreNone()
        => Assert.Empty(EngineInvariants.Violations(Sound));

    [Fact]
    public void Violations_SlotLeasedTwice_IsNamed()
        => AssertOne(Sound with { Running = Sound.Running.SetItem(1, Sound.Running[1] with { Slot = Sound.Running[0].Slot }) });

    [Fact]
    public void Violations_LeaseWithoutRequest_IsNamed()
        => AssertOne(Sound with { Slots = Sound.Slots.SetItem(2, Sound.Slots[2] with { RequestId = 99 }) });

    [Fact]
    public void Violations_DeepAheadOfShallow_IsNamed() => AssertOne(WithFirst(request => request with { ShallowComputed = request.DeepComputed - 1 }));

    [Fact]
    public void Violations_WholePromptCached_IsNamed() => AssertOne(WithFirst(request => request with { CachedTokens = request.PromptLength }));

    [Fact]
    public void Violations_ReservedBeyondTheSlot_IsNamed() => AssertOne(WithFirst(request => request with { Reserved = Sound.SlotLength + 1 }));

    [Fact]
    public void Violations_EmittedUncounted_IsNamed() => AssertOne(WithFirst(request => request with { Emitted = request.Emitted + 1 }));

    [Fact]
    public void Violations_WaitingHasBegun_IsNamed()
        => AssertOne(Sound with { Waiting = [Sound.Running[0]] });

    [Fact]
    public void Violations_MoreWaitingThanPlaces_IsNamed()
        => AssertOne(Sound with
        {
            QueueCapacity = 0,
            Waiting = [Sound.Running[0] with { Status = RequestStatus.Waiting, Slot = null, DeepComputed = 0, Emitted = 0 }],
        });

    [Fact]
    public void Violations_LayersUnreported_IsNamed() => AssertOne(Sound with { ExecutedLayerRows = Sound.ExecutedLayerRows + 1 });

    [Fact]
    public void Violations_SlotTooFull_IsNamed()
        => AssertOne(Sound with { Slots = Sound.Slots.SetItem(0, Sound.Slots[0] with { ContentLength = Sound.SlotLength + 1 }) });

    private static void AssertOne(EngineSnapshot snapshot) => Assert.Single(EngineInvariants.Violations(snapshot));

    private static EngineSnapshot WithFirst(Func<RequestSnapshot, RequestSnapshot> change)
        => Sound with { Running = Sound.Running.SetItem(0, change(Sound.Running[0])) };

    private static EngineSnapshot TakeSnapshot()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        harness.Submit(Scripted.Request(Scripted.Prompt(1, 5)));
        harness.Submit(Scripted.Request(Scripted.Prompt(2, 5)));
        harness.Step();
        harness.Step();
        return harness.Snapshot();
    }
}
