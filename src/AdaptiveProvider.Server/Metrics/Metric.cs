using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace AdaptiveProvider.Server.Metrics;

/// <summary>One instrument as Prometheus sees it: a name, and a series for each set of labels.</summary>
internal sealed class Metric
{
    // What clients can choose must not fill the memory: labels beyond these are not counted.
    private const int SeriesMax = 500;

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public Metric(Instrument instrument)
    {
        Kind = KindOf(instrument.GetType().GetGenericTypeDefinition());
        IsObserved = instrument.IsObservable;
        Name = PrometheusText.NameOf(instrument.Name, instrument.Unit, Kind);
        Help = instrument.Description ?? instrument.Name;
        Bounds = Kind == InstrumentKind.Histogram ? HistogramBounds.Of(instrument.Name) : [];
    }

    public string Name { get; }

    public string Help { get; }

    public InstrumentKind Kind { get; }

    /// <summary>Its values are asked for at each reading instead of being told as they change.</summary>
    public bool IsObserved { get; }

    public double[] Bounds { get; }

    /// <summary>The series by their labels, written as Prometheus writes them.</summary>
    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => _series.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = tags.IsEmpty ? "" : Labels(tags);
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count >= SeriesMax)
            {
                return;
            }

            series = _series.GetOrAdd(labels, _ => new MetricSeries(Bounds));
        }

        series.Add(value);
    }

    /// <summary>Before an observed instrument is asked: several engines have one each, and their values add up.</summary>
    public void Forget()
    {
        foreach (var (_, series) in _series)
        {
            series.Set(0);
        }
    }

    private static InstrumentKind KindOf(Type type)
        => type == typeof(Histogram<>) ? InstrumentKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? InstrumentKind.Counter
            : InstrumentKind.Gauge;

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var written = new List<string>(tags.Length);
        foreach (var (key, value) in tags)
        {
            written.Add($"{PrometheusText.Sanitised(key)}=\"{PrometheusText.Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
        }

        written.Sort(StringComparer.Ordinal);
        return string.Join(',', written);
    }
}
