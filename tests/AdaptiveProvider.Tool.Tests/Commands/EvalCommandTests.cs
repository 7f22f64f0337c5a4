using System.Text.Json;
using System.Xml.Linq;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class EvalCommandTests(TinyRoutedFolder routed, TinyDocuments documents) : IClassFixture<TinyRoutedFolder>, IClassFixture<TinyDocuments>
{
    private static readonly string[] Small = ["--tokens", "200", "--reply-tokens", "16", "--batch", "2", "--runs", "1", "--threads", "1", "--device", "cpu", "--dtype", "f32"];

    [Fact]
    public async Task Run_RoutedModel_EveryFileAndTheOutputSayTheSame()
    {
        string folder = documents.Folder["eval"];

        var json = (await ToolRun.OfAsync(
            ["eval", "--model", routed.Path, "--data", documents.File, "--all-documents", "--budgets", "0.3,0.6,0.8,1", "--out", folder, "--json", .. Small])).Succeeded().Json;

        var points = json.GetProperty("points").EnumerateArray().ToList();
        string[] ways = [.. points.Select(Way)];
        Assert.Equal("full", ways[0]);
        Assert.Contains("router 0.6", ways);
        Assert.DoesNotContain("router 0.3", ways); // below the shallowest exit
        Assert.Contains("lossless", ways);
        Assert.Equal(json.ToString(), JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(folder, "frontier.json"))).ToString());
        Assert.Equal(points.Count + 1, File.ReadAllLines(Path.Combine(folder, "frontier.csv")).Length);
        Assert.Equal(2 * points.Count, XDocument.Load(Path.Combine(folder, "frontier.svg")).Descendants().Count(element => element.Name.LocalName == "circle" && element.Parent!.Name.LocalName == "svg") - Methods(points));
    }

    [Fact]
    public async Task Run_RoutedModel_FullDepthAgreesWithItselfAndBudgetsHold()
    {
        var json = (await ToolRun.OfAsync(["eval", "--model", routed.Path, "--data", documents.File, "--all-documents", "--budgets", "0.6,0.8", "--json", .. Small])).Succeeded().Json;

        var points = json.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal((1, 1), (Number(points[0], "mean_depth"), Number(points[0], "agreement")));
        Assert.Equal(Number(points[0], "bits_per_byte"), Number(points.Single(point => Way(point) == "lossless"), "bits_per_byte"));
        Assert.All(points, point => Assert.InRange(Number(point, "agreement"), 0, 1));
        Assert.All(points, point => Assert.True(Number(point, "bits_per_byte") > 0));
        Assert.Contains(points, point => point.GetProperty("on_depth_frontier").GetBoolean());
    }

    // A model without biases that knows nothing needs about log2 of its vocabulary per token: one byte here.
    [Fact]
    public async Task Run_RandomModel_NeedsMoreBitsThanABytesEight()
    {
        var json = (await ToolRun.OfAsync(["eval", "--model", routed.Path, "--data", documents.File, "--all-documents", "--budgets", "1", "--json", .. Small])).Succeeded().Json;

        Assert.InRange(Number(json.GetProperty("points")[0], "bits_per_byte"), 7, 40);
    }

    [Theory]
    [InlineData("--budgets", "1.5", "--budgets")]
    [InlineData("--batch", "17", "16")]
    [InlineData("--reply-tokens", "512", "--reply-tokens")]
    public async Task Run_BadOption_FailsSayingWhatToChange(string option, string value, string expected)
        => (await ToolRun.OfAsync("eval", "--model", routed.Path, "--data", documents.File, "--all-documents", "--device", "cpu", "--threads", "1", option, value)).Failed(ExitCode.Usage, expected);

    private static int Methods(List<JsonElement> points) => points.Select(point => point.GetProperty("method").GetString()).Distinct().Count();

    private static double Number(JsonElement point, string name) => point.GetProperty(name).GetDouble();

    private static string Way(JsonElement point) => point.GetProperty("way").GetString()!;
}
