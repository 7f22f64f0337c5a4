using System.Diagnostics.Metrics;
using System.Text;
using AdaptiveProvider.Server.Metrics;

namespace AdaptiveProvider.Server.Tests.Metrics;

/// <summary>Measurements and their text.</summary>
public sealed class MetricTests : IDisposable
{
    private readonly Meter _meter = new("test");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Write_Histogram_CountsUpToEachBound()
    {
        var metric = new Metric(_meter.CreateHistogram<double>("adaptive.token.depth", "1"));
        foreach (double value in (double[])[0.1, 0.15, 1, 2])
        {
            metric.Record(value, []);
        }

        string text = Write(metric);

        Assert.Contains("# TYPE adaptive_token_depth histogram\n", text);
        Assert.Contains("adaptive_token_depth_bucket{le=\"0.1\"} 1\nadaptive_token_depth_bucket{le=\"0.2\"} 2\n", text);
        Assert.Contains("adaptive_token_depth_bucket{le=\"1\"} 3\nadaptive_token_depth_bucket{le=\"+Inf\"} 4\nadaptive_token_depth_sum 3.25\nadaptive_token_depth_count 4\n", text);
    }

    [Fact]
    public void Write_Counter_SumsPerLabelsInAnyOrder()
    {
        var metric = new Metric(_meter.CreateCounter<long>("my.layers", "{layer}"));
        metric.Record(2, [new("b", 1), new("a", "x\"y\\z\n")]);
        metric.Record(3, [new("a", "x\"y\\z\n"), new("b", 1)]);

        Assert.Equal("# HELP my_layers_total my.layers\n# TYPE my_layers_total counter\nmy_layers_total{a=\"x\\\"y\\\\z\\n\",b=\"1\"} 5\n", Write(metric));
    }

    [Fact]
    public void Record_MoreLabelsThanTheLimit_StaysBounded()
    {
        var metric = new Metric(_meter.CreateCounter<long>("c"));
        for (int i = 0; i < 2000; i++)
        {
            metric.Record(1, [new("client", i)]);
        }

        Assert.Equal(500, metric.Series.Count());
    }

    [Theory]
    [InlineData("gen_ai.server.request.duration", "s", "gen_ai_server_request_duration_seconds")]
    [InlineData("adaptive.step.rows", "{row}", "adaptive_step_rows")]
    public void NameOf_Instruments_FollowsTheCustoms(string instrument, string unit, string expected)
        => Assert.Equal(expected, PrometheusText.NameOf(instrument, unit, InstrumentKind.Histogram));

    private static string Write(Metric metric)
    {
        var text = new StringBuilder();
        PrometheusText.Write(text, metric);
        return text.ToString();
    }
}
