using System.Text.Json;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class CalibrateCommandTests(TinyRoutedFolder routed, TinyChatFolder plain, TinyDocuments documents)
    : IClassFixture<TinyRoutedFolder>, IClassFixture<TinyChatFolder>, IClassFixture<TinyDocuments>
{
    private static readonly string[] Small = ["--tokens", "300", "--reply-tokens", "12", "--threads", "1", "--device", "cpu", "--dtype", "f32"];

    [Fact]
    public async Task Run_RoutedModel_WritesACalibrationThatIsReadAgain()
    {
        string path = documents.Folder["routed.json"];

        var run = (await ToolRun.OfAsync(["calibrate", "--model", routed.Path, "--data", documents.File, "--all-documents", "--out", path, "--json", .. Small])).Succeeded();

        var calibration = CalibrationFile.Read(path);
        Assert.Equal(JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path)).ToString(), run.Json.ToString());
        using var folder = ModelFolder.Open(routed.Path);
        Assert.Equal(WeightFingerprint.Of(folder.Weights), calibration.ModelFingerprint);
        Assert.Equal([DepthMethod.Router, DepthMethod.Confidence, DepthMethod.Synchronized, DepthMethod.Static], calibration.Methods.Select(method => method.Method));
        Assert.All(calibration.Methods, AssertGoesFromFullDepthToTheShallowest);
        Assert.NotEmpty(calibration.DraftVocabulary);
        Assert.True(calibration.DraftVocabulary.Length <= 259 / 8);
        Assert.InRange(Assert.Single(calibration.DraftAcceptance).Acceptance, 0, 1);
    }

    [Fact]
    public async Task Run_PlainModel_MeasuresConfidenceWithoutARouter()
    {
        string path = documents.Folder["plain.json"];

        await ToolRun.OfAsync(["calibrate", "--model", plain.Path, "--data", documents.File, "--all-documents", "--out", path, .. Small]);

        var calibration = CalibrationFile.Read(path);
        Assert.Equal([DepthMethod.Confidence, DepthMethod.Synchronized, DepthMethod.Static], calibration.Methods.Select(method => method.Method));
        Assert.All(calibration.Methods, AssertGoesFromFullDepthToTheShallowest);
        Assert.Equal(calibration.Methods[0].Exits, calibration.DraftAcceptance.Select(entry => entry.Exit));
    }

    [Fact]
    public async Task Run_Twice_WritesTheSame()
    {
        string[] paths = [documents.Folder["first.json"], documents.Folder["second.json"]];
        foreach (string path in paths)
        {
            await ToolRun.OfAsync(["calibrate", "--model", routed.Path, "--data", documents.File, "--all-documents", "--out", path, .. Small]);
        }

        Assert.Equal(File.ReadAllText(paths[0]), File.ReadAllText(paths[1]));
    }

    [Fact]
    public async Task Run_NoDocumentHeldOut_FailsSayingWhatToDo()
        => (await ToolRun.OfAsync(["calibrate", "--model", routed.Path, "--data", documents.OneFile, "--out", documents.Folder["none.json"], .. Small])).Failed(ExitCode.Usage, "--all-documents");

    [Fact]
    public async Task Run_TooFewPrompts_FailsSayingHowMany()
        => (await ToolRun.OfAsync(["calibrate", "--model", routed.Path, "--data", documents.OneFile, "--all-documents", "--out", documents.Folder["none.json"], .. Small])).Failed(ExitCode.Usage, "8 is the least");

    [Fact]
    public async Task Run_NoData_Fails() => (await ToolRun.OfAsync("calibrate", "--model", routed.Path)).Failed(ExitCode.Usage, "--data");

    private static void AssertGoesFromFullDepthToTheShallowest(MethodCalibration method)
    {
        Assert.Equal((1.0, 1.0), (method.Points[0].MeanDepth, method.Points[0].Agreement));
        Assert.True(method.Points[^1].MeanDepth < 1);
        Assert.All(method.Points, point => Assert.True(point.AgreementLower < point.Agreement || point.Agreement == 0));
        Assert.All(method.Points, point => Assert.Equal(method.Points[0].Tokens, point.Tokens));
    }
}
