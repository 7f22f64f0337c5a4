using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests.Diagnostics;

public sealed class EngineMetricsTests
{
    [Fact]
    public async Task Listener_OneRequestAndOneAbort_SeesEveryInstrument()
    {
        var seen = new Dictionary<string, double>();
        int thread = Environment.CurrentManagedThreadId;
        using var listener = Listen((name, value, tags) =>
        {
            // Tests run side by side under one meter name; this one steps its engine on its own thread.
            if (Environment.CurrentManagedThreadId == thread)
            {
                string key = name == TelemetryNames.Layers ? $"{name}.{tags}" : name;
                seen[key] = seen.GetValueOrDefault(key) + value;
            }
        });
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));

        var reader = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(1, 5), outputMax: 3, exitPass: 1)));
        harness.StepUntilIdle();
        var again = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(1, 5), outputMax: 9, exitPass: 1)));
        harness.Step();
        var stop = again.StopAsync();
        harness.Step();
        reader.Read();

        // From here on the thread may serve another test, whose engine it must not count.
        listener.Dispose();
        await stop.ConfigureAwait(true);

        Assert.Equal(1, seen[TelemetryNames.PrefixCacheHits]);
        Assert.Equal(4, seen[TelemetryNames.PrefixCacheTokens]);
        Assert.Equal(1, seen[TelemetryNames.RequestAborts]);
        Assert.Equal((3 + 1) * 2, seen[$"{TelemetryNames.Layers}.executed"]);
        Assert.Equal((3 + 1) * 6, seen[$"{TelemetryNames.Layers}.skipped"]);
        Assert.Equal((3 + 1) * 0.25, seen[TelemetryNames.TokenDepth], 1e-9);
        Assert.Equal(5 + 2 + 1, seen[TelemetryNames.StepRows]);
        Assert.Equal(0.001, seen[TelemetryNames.TimePerOutputToken], 1e-9);
        string[] others = [TelemetryNames.RequestDuration, TelemetryNames.TimeToFirstToken, TelemetryNames.QueueTime, TelemetryNames.StepDuration, TelemetryNames.StepOverhead];
        Assert.All(others, name => Assert.Contains(name, seen.Keys));
    }

    [Fact]
    public void Listener_Trace_HasOneSpanUnderTheCallersAndLeavesItCurrent()
    {
        // Engines of other tests end their spans here too, while this one reads: the queue is enumerated as it was.
        var stopped = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        using var caller = new Activity("caller").Start();

        var reader = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(1, 5), outputMax: 3)));
        Assert.Same(caller, Activity.Current);
        harness.StepUntilIdle();
        reader.Read();

        var span = Assert.Single(stopped, activity => activity.ParentSpanId == caller.SpanId);
        Assert.Equal(TelemetryNames.GenerateActivity, span.OperationName);
        Assert.Equal(3, span.GetTagItem("gen_ai.usage.output_tokens"));
        Assert.Equal("MaxOutputTokens", span.GetTagItem(TelemetryNames.FinishReason));
        Assert.Equal(["admitted", "first token"], span.Events.Select(moment => moment.Name));
    }

    private static MeterListener Listen(Action<string, double, object?> record)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Source)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => record(instrument.Name, value, tags.IsEmpty ? null : tags[0].Value));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => record(instrument.Name, value, tags.IsEmpty ? null : tags[0].Value));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => record(instrument.Name, value, tags.IsEmpty ? null : tags[0].Value));
        listener.Start();
        return listener;
    }
}
