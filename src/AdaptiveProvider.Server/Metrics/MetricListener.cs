using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using AdaptiveProvider.Engine.Diagnostics;

namespace AdaptiveProvider.Server.Metrics;

/// <summary>Listens to this process's engines and to the web server, and writes what it has heard.</summary>
internal sealed class MetricListener : IDisposable
{
    private static readonly string[] Meters = [TelemetryNames.Source, "Microsoft.AspNetCore.Hosting"];

    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly MeterListener _listener;
    private readonly Lock _reading = new();

    public MetricListener()
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (Meters.Contains(instrument.Meter.Name) && instrument.GetType().IsGenericType)
                {
                    listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(instrument.Name, _ => new Metric(instrument)));
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Writes every metric, by name.</summary>
    public void Write(StringBuilder text)
    {
        lock (_reading)
        {
            foreach (var metric in _metrics.Values.Where(metric => metric.IsObserved))
            {
                metric.Forget();
            }

            _listener.RecordObservableInstruments();
            foreach (var metric in _metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal))
            {
                PrometheusText.Write(text, metric);
            }
        }
    }

    public void Dispose() => _listener.Dispose();
}
