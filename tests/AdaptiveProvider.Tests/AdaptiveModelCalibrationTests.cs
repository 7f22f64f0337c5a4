using AdaptiveProvider.Completion;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>Folders with a calibration beside the weights.</summary>
public sealed class AdaptiveModelCalibrationTests : IDisposable
{
    private static readonly AdaptiveModelOptions Exact = new() { Precision = Precision.F32, Threads = 1, MaxConcurrentRequests = 2, Device = "cpu" };

    private readonly TemporaryFolder _folder = TinyModels.Write(new TinyModel { Name = "tiny", Vocabulary = ByteTokenizerFiles.VocabularySize, Context = 256, TiedHead = true });

    private readonly string _fingerprint;

    public AdaptiveModelCalibrationTests()
    {
        ByteTokenizerFiles.Write(_folder.Path);
        using var folder = ModelFolder.Open(_folder.Path);
        _fingerprint = WeightFingerprint.Of(folder.Weights);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LoadAsync_CalibrationBesideTheWeights_GivesAgreementsAndADraftHead()
    {
        Write(Calibration(exit: 2, draftToken: 7));
        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact);

        var end = (await model.CompleteAsync("hi", Settings(new() { MinAgreement = 0.9 })).ToListAsync())[^1];

        Assert.Equal(3, model.Engine.ExecutorInfo.DraftVocabularySize);
        Assert.Equal((ExitPolicy.Static, 16L), (end.Depth!.Policy, end.Summary!.LayersExecuted));
        Assert.Throws<AgreementNotCalibratedException>(() => model.CompleteAsync("hi", Settings(new() { MinAgreement = 0.999 })));
    }

    [Fact]
    public async Task LoadAsync_NoCalibration_HasNoAgreements()
    {
        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact);

        Assert.Null(model.Calibration);
        Assert.Throws<AgreementNotCalibratedException>(() => model.CompleteAsync("hi", Settings(new() { MinAgreement = 0.9 })));
    }

    [Fact]
    public async Task LoadAsync_EmptyCalibrationPath_ReadsNone()
    {
        Write(Calibration(exit: 9, draftToken: 7));
        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact with { CalibrationPath = "" });

        Assert.Null(model.Calibration);
    }

    [Theory]
    [InlineData(9, 7, "9 passes")]
    [InlineData(2, 5000, "5000")]
    public async Task LoadAsync_CalibrationThatDoesNotFit_ThrowsNamingFileAndCause(int exit, int draftToken, string cause)
    {
        Write(Calibration(exit, draftToken));

        var failure = await Assert.ThrowsAsync<AdaptiveProviderException>(() => AdaptiveModel.LoadAsync(_folder.Path, Exact));

        Assert.Contains(CalibrationFile.Name, failure.Message, StringComparison.Ordinal);
        Assert.Contains(cause, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_CalibrationOfOtherWeights_IsIgnoredOrRefusedWhereNamed()
    {
        Write(Calibration(exit: 9, draftToken: 7) with { ModelFingerprint = "sha256:other" });

        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact);
        var failure = await Assert.ThrowsAsync<AdaptiveProviderException>(() => AdaptiveModel.LoadAsync(_folder.Path, Exact with { CalibrationPath = _folder[CalibrationFile.Name] }));

        Assert.Null(model.Calibration);
        Assert.Contains("other weights", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_LowEffort_TakesTheCalibratedDepthAndHighFullDepth()
    {
        Write(Calibration(exit: 2, draftToken: 7));
        using var client = await AdaptiveChatClient.LoadAsync(_folder.Path, Exact);

        var low = await client.GetResponseAsync("hi", Effort(ReasoningEffort.Low));
        var high = await client.GetResponseAsync("hi", Effort(ReasoningEffort.High));
        var stronger = await client.GetResponseAsync("hi", Effort(ReasoningEffort.Low).WithExitPolicy(ExitPolicy.Full));

        Assert.Equal((0.5, 1.0, 1.0), (low.Usage!.MeanDepth, high.Usage!.MeanDepth, stronger.Usage!.MeanDepth));
    }

    private static ChatOptions Effort(ReasoningEffort effort) => new() { MaxOutputTokens = 8, Reasoning = new() { Effort = effort } };

    private static CompletionSettings Settings(DepthOptions depth) => new() { MaxOutputTokens = 8, IgnoreEndTokens = true, Depth = depth };

    private void Write(DepthCalibration calibration) => CalibrationFile.Write(_folder[CalibrationFile.Name], calibration);

    private DepthCalibration Calibration(int exit, int draftToken) => new()
    {
        Version = DepthCalibration.CurrentVersion,
        ModelFingerprint = _fingerprint,
        Dataset = "none",
        Tokens = 1000,
        DraftVocabulary = [1, 2, draftToken],
        Methods =
        [
            new MethodCalibration { Method = DepthMethod.Static, Measure = ExitMeasure.None, Exits = [exit], Points = [CalibrationPoint.Measured(exit, 0.5, 970, 1000)] },
        ],
    };
}
