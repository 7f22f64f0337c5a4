using System.Diagnostics.Metrics;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Diagnostics;

/// <summary>The engine's instruments. Costs a few branches when nobody listens.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private static readonly KeyValuePair<string, object?> Executed = new(TelemetryNames.Outcome, "executed");
    private static readonly KeyValuePair<string, object?> Skipped = new(TelemetryNames.Outcome, "skipped");

    private readonly Meter _meter = new(TelemetryNames.Source);
    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _timeToFirstToken;
    private readonly Histogram<double> _timePerOutputToken;
    private readonly Histogram<double> _queueTime;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _stepOverhead;
    private readonly Histogram<int> _stepRows;
    private readonly Counter<long> _stepRetries;
    private readonly Counter<long> _aborts;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _prefixHits;
    private readonly Counter<long> _prefixTokens;
    private readonly Counter<long> _layers;
    private readonly Histogram<double> _tokenDepth;

    public EngineMetrics(Func<int> slotsUsed, Func<int> queued)
    {
        _requestDuration = _meter.CreateHistogram<double>(TelemetryNames.RequestDuration, "s");
        _timeToFirstToken = _meter.CreateHistogram<double>(TelemetryNames.TimeToFirstToken, "s");
        _timePerOutputToken = _meter.CreateHistogram<double>(TelemetryNames.TimePerOutputToken, "s");
        _queueTime = _meter.CreateHistogram<double>(TelemetryNames.QueueTime, "s");
        _stepDuration = _meter.CreateHistogram<double>(TelemetryNames.StepDuration, "s");
        _stepOverhead = _meter.CreateHistogram<double>(TelemetryNames.StepOverhead, "s");
        _stepRows = _meter.CreateHistogram<int>(TelemetryNames.StepRows, "{row}");
        _stepRetries = _meter.CreateCounter<long>(TelemetryNames.StepRetries, "{step}");
        _aborts = _meter.CreateCounter<long>(TelemetryNames.RequestAborts, "{request}");
        _failures = _meter.CreateCounter<long>(TelemetryNames.RequestFailures, "{request}");
        _prefixHits = _meter.CreateCounter<long>(TelemetryNames.PrefixCacheHits, "{request}");
        _prefixTokens = _meter.CreateCounter<long>(TelemetryNames.PrefixCacheTokens, "{token}");
        _layers = _meter.CreateCounter<long>(TelemetryNames.Layers, "{layer}");
        _tokenDepth = _meter.CreateHistogram<double>(TelemetryNames.TokenDepth, "1");
        _meter.CreateObservableUpDownCounter(TelemetryNames.SlotsUsed, slotsUsed, "{slot}");
        _meter.CreateObservableUpDownCounter(TelemetryNames.RequestsQueued, queued, "{request}");
    }

    /// <summary>True when somebody reads the depth of each token.</summary>
    public bool WantsTokenDepth => _tokenDepth.Enabled;

    public void StepCommitted(int rows, TimeSpan duration, TimeSpan overhead)
    {
        if (_stepRows.Enabled || _stepDuration.Enabled || _stepOverhead.Enabled)
        {
            _stepRows.Record(rows);
            _stepDuration.Record(duration.TotalSeconds);
            _stepOverhead.Record(overhead.TotalSeconds);
        }
    }

    public void StepRetried() => _stepRetries.Add(1);

    public void TokenCommitted(int layersExecuted, int layersTotal) => _tokenDepth.Record((double)layersExecuted / layersTotal);

    public void RequestAdmitted(int cachedTokens, TimeSpan queueTime)
    {
        _queueTime.Record(queueTime.TotalSeconds);
        if (cachedTokens > 0)
        {
            _prefixHits.Add(1);
            _prefixTokens.Add(cachedTokens);
        }
    }

    public void FirstToken(TimeSpan sinceSubmission) => _timeToFirstToken.Record(sinceSubmission.TotalSeconds);

    public void RequestEnded(GenerationSummary summary, Exception? failure)
    {
        _requestDuration.Record((summary.QueueTime + summary.PrefillTime + summary.DecodeTime).TotalSeconds);
        _layers.Add(summary.LayersExecuted, Executed);
        _layers.Add(summary.LayersTotal - summary.LayersExecuted, Skipped);
        if (summary.OutputTokens > 1)
        {
            _timePerOutputToken.Record(summary.DecodeTime.TotalSeconds / (summary.OutputTokens - 1));
        }

        if (summary.Cause is FinishCause.Cancelled or FinishCause.ReaderStopped)
        {
            _aborts.Add(1);
        }
        else if (summary.Cause == FinishCause.Failed && _failures.Enabled)
        {
            _failures.Add(1, new KeyValuePair<string, object?>(TelemetryNames.ErrorType, failure?.GetType().Name));
        }
    }

    public void Dispose() => _meter.Dispose();
}
