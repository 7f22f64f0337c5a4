using System.Collections.Immutable;
using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Tests.Depth;

public sealed class DepthSettingsMapperTests
{
    // Eight layers in four stages; one, three loops of three and one with a router; Ouro's four loops with a gate.
    private static readonly StageLayout Deep = StageLayout.Uniform(24, 1);
    private static readonly StageLayout Plain = StageLayout.Uniform(8, 2);
    private static readonly StageLayout Routed = new([new Stage(0, 1, Exit: ExitKind.None), new Stage(1, 3, 3, KvPolicy.RecursionWise, ExitKind.Router), new Stage(4, 1)]);
    private static readonly StageLayout Gated = new([new Stage(0, 4, 4, KvPolicy.PerLoop, ExitKind.Gate)]);

    public static TheoryData<string, DepthOptions, DepthMethod, int?, string> Choices => new()
    {
        { "plain", new() { DepthBudget = 0.5 }, DepthMethod.Synchronized, null, "" },
        { "plain", new() { DepthBudget = 0.9 }, DepthMethod.Synchronized, null, "" },
        { "plain", new() { DepthBudget = 0.3 }, DepthMethod.Synchronized, null, "1" },
        { "plain", new() { DepthBudget = 0.8, MaxDepth = 0.8 }, DepthMethod.Synchronized, 3, "" },
        { "plain", new() { DepthBudget = 0.5, ExitPolicy = ExitPolicy.Static }, DepthMethod.Static, null, "2" },
        { "plain", new() { DepthBudget = 0.5, ExitPolicy = ExitPolicy.Confidence }, DepthMethod.Confidence, null, "" },
        { "plain", new() { MaxDepth = 0.6 }, DepthMethod.Static, null, "2" },
        { "plain", new() { MaxLayers = 7 }, DepthMethod.Static, null, "3" },
        { "plain", new() { ExitLayer = 4 }, DepthMethod.Static, null, "2" },
        { "plain", new() { ExitLayer = 4, ExitPolicy = ExitPolicy.Lossless }, DepthMethod.Lossless, null, "2" },
        { "plain", new() { ExitLayer = 6, ExitPolicy = ExitPolicy.Synchronized }, DepthMethod.Synchronized, null, "3" },
        { "plain", new() { TokenLatencyTarget = TimeSpan.FromMilliseconds(5) }, DepthMethod.Synchronized, null, "" },
        { "plain", new() { ExitThreshold = 0.7f }, DepthMethod.Synchronized, null, "" },
        { "deep", new() { DepthBudget = 0.9 }, DepthMethod.Synchronized, null, "" },
        { "deep", new() { DepthBudget = 0.1 }, DepthMethod.Synchronized, null, "2" },
        { "deep", new() { DepthBudget = 0.1, ExitPolicy = ExitPolicy.Confidence }, DepthMethod.Confidence, null, "2,4,9,14,19" },
        { "deep", new() { DepthBudget = 0.1, MaxLayers = 4 }, DepthMethod.Synchronized, 4, "2" },
        { "routed", new() { DepthBudget = 0.6 }, DepthMethod.Router, null, "" },
        { "routed", new() { MaxDepth = 0.8 }, DepthMethod.Router, 3, "" },
        { "routed", new() { Loops = 2 }, DepthMethod.Router, 3, "" },
        { "routed", new() { ExitLayer = 8 }, DepthMethod.Static, null, "3" },
        { "routed", new() { ExitMeasure = ExitMeasure.Margin }, DepthMethod.Confidence, null, "" },
        { "gated", new() { DepthBudget = 0.6 }, DepthMethod.Confidence, null, "" },
        { "gated", new() { Loops = 3 }, DepthMethod.Static, null, "3" },
        { "gated", new() { Loops = 3, DepthBudget = 0.6 }, DepthMethod.Confidence, 3, "" },
    };

    public static TheoryData<DepthOptions> WholeDepth => new()
    {
        new DepthOptions(),
        new DepthOptions { DepthBudget = 1 },
        new DepthOptions { MaxDepth = 1 },
        new DepthOptions { MinAgreement = 1 },
        new DepthOptions { ExitPolicy = ExitPolicy.Full },
        new DepthOptions { ExitPolicy = ExitPolicy.Static, ExitLayer = 8 },
        new DepthOptions { DraftLength = 3, PendingMax = 2, ReportsTokenDepth = true, AllowFullDepth = true },
    };

    public static TheoryData<DepthOptions, string> OutOfRange => new()
    {
        { new() { DepthBudget = 0 }, AdaptiveOptionKeys.DepthBudget },
        { new() { DepthBudget = 1.01 }, AdaptiveOptionKeys.DepthBudget },
        { new() { DepthBudget = double.NaN }, AdaptiveOptionKeys.DepthBudget },
        { new() { MaxDepth = -1 }, AdaptiveOptionKeys.MaxDepth },
        { new() { MaxDepth = 0.1 }, AdaptiveOptionKeys.MaxDepth },
        { new() { MaxLayers = 1 }, AdaptiveOptionKeys.MaxLayers },
        { new() { MinAgreement = 2 }, AdaptiveOptionKeys.MinAgreement },
        { new() { ExitPolicy = new ExitPolicy("fast") }, AdaptiveOptionKeys.ExitPolicy },
        { new() { ExitLayer = 3 }, AdaptiveOptionKeys.ExitLayer },
        { new() { MinExitLayer = 9, DepthBudget = 0.5 }, AdaptiveOptionKeys.MinExitLayer },
        { new() { ExitThreshold = float.NaN }, AdaptiveOptionKeys.ExitThreshold },
        { new() { TokenLatencyTarget = TimeSpan.Zero }, AdaptiveOptionKeys.TokenLatencyTargetMilliseconds },
        { new() { PendingMax = 0 }, AdaptiveOptionKeys.PendingMax },
        { new() { DraftLength = -1 }, AdaptiveOptionKeys.DraftLength },
        { new() { RollbackThreshold = -1 }, AdaptiveOptionKeys.RollbackThreshold },
        { new() { RouterThreshold = -1 }, AdaptiveOptionKeys.RouterThreshold },
        { new() { ThresholdDecay = -1 }, AdaptiveOptionKeys.ThresholdDecay },
    };

    public static TheoryData<DepthOptions, string, string> Contradictions => new()
    {
        { new() { ExitPolicy = ExitPolicy.Lossless, DepthBudget = 0.5 }, "lossless", AdaptiveOptionKeys.DepthBudget },
        { new() { ExitPolicy = ExitPolicy.Lossless, MaxDepth = 0.5 }, "lossless", AdaptiveOptionKeys.MaxDepth },
        { new() { ExitPolicy = ExitPolicy.Lossless, RollbackThreshold = 1 }, "lossless", AdaptiveOptionKeys.RollbackThreshold },
        { new() { ExitPolicy = ExitPolicy.Lossless, DraftAcceptance = DraftAcceptance.CrossEntropy }, "lossless", AdaptiveOptionKeys.DraftAcceptance },
        { new() { ExitPolicy = ExitPolicy.Full, DepthBudget = 0.5 }, "full", AdaptiveOptionKeys.DepthBudget },
        { new() { ExitPolicy = ExitPolicy.Static, ExitThreshold = 0.5f }, "static", AdaptiveOptionKeys.ExitThreshold },
        { new() { ExitPolicy = ExitPolicy.Router, ExitLayer = 4 }, "router", AdaptiveOptionKeys.ExitLayer },
        { new() { MinAgreement = 0.9, DepthBudget = 0.5 }, AdaptiveOptionKeys.MinAgreement, AdaptiveOptionKeys.DepthBudget },
        { new() { ExitLayer = 4, MaxDepth = 0.9 }, AdaptiveOptionKeys.ExitLayer, AdaptiveOptionKeys.MaxDepth },
        { new() { RouterThreshold = 0.5f, ExitThreshold = 0.5f }, AdaptiveOptionKeys.RouterThreshold, AdaptiveOptionKeys.ExitThreshold },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Map_Wish_ChoosesMethodCapAndExits(string model, DepthOptions options, DepthMethod method, int? passMax, string exits)
    {
        var effective = new DepthSettingsMapper(Info(model)).Map(options);

        Assert.Equal((method, passMax, exits), (effective.Settings!.Method, effective.Settings.PassMax, string.Join(',', effective.Settings.Exits)));
        Assert.Equal(method.ToString(), effective.Policy.Value, ignoreCase: true);
        Assert.Equal(options.DepthBudget, effective.Budget);
        Assert.Null(effective.Note);
    }

    [Theory]
    [MemberData(nameof(WholeDepth))]
    public void Map_NothingToSave_LeavesTheRequestAsItIs(DepthOptions options)
    {
        var effective = new DepthSettingsMapper(Info("plain")).Map(options);

        Assert.Equal(EffectiveDepth.Full, effective);
        Assert.Null(effective.Settings);
    }

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Map_OutOfRange_ThrowsNamingTheKey(DepthOptions options, string key)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => new DepthSettingsMapper(Info("plain")).Map(options));

        Assert.Equal(key, failure.ParamName);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Map_WishesThatExcludeEachOther_ThrowsNamingBoth(DepthOptions options, string first, string second)
    {
        var failure = Assert.Throws<ArgumentException>(() => new DepthSettingsMapper(Info("plain")).Map(options));

        Assert.Contains(first, failure.Message, StringComparison.Ordinal);
        Assert.Contains(second, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_ModelCannot_ThrowsOrTakesFullDepthAndSaysSo()
    {
        var mapper = new DepthSettingsMapper(Info("plain"));
        DepthOptions[] impossible =
        [
            new() { ExitPolicy = ExitPolicy.Router },
            new() { DepthBudget = 0.1 },
            new() { DepthBudget = 0.1, ExitPolicy = ExitPolicy.Static },
            new() { Loops = 2 },
            new() { RouterThreshold = 0.5f },
            new() { ExitPolicy = ExitPolicy.Confidence, ExitMeasure = ExitMeasure.Gate },
        ];

        foreach (var options in impossible)
        {
            string message = Assert.Throws<DepthNotSupportedException>(() => mapper.Map(options)).Message;
            var effective = mapper.Map(options with { AllowFullDepth = true });

            Assert.Equal((ExitPolicy.Full, message), (effective.Policy, effective.Note));
            Assert.Null(effective.Settings);
        }
    }

    [Fact]
    public void Map_RouterThresholdAlone_HoldsForThePromptToo()
    {
        var effective = new DepthSettingsMapper(Info("routed")).Map(new() { RouterThreshold = 0.25f });

        Assert.Equal((0.25f, ExitPolicy.Router), (effective.RouterThreshold, effective.Policy));
        Assert.Null(effective.Settings);
    }

    [Fact]
    public void Map_RouterThresholdBesideABudget_StartsTheReplysThreshold()
    {
        var settings = new DepthSettingsMapper(Info("routed")).Map(new() { RouterThreshold = 0.25f, DepthBudget = 0.6 }).Settings!;

        Assert.Equal((DepthMethod.Router, 0.6, 0.25f), (settings.Method, settings.Budget, settings.Threshold));
    }

    // The exit that a budget of 0.6 would lead to otherwise, after two passes, has no classifier.
    [Fact]
    public void Map_ClassifierWithinABudget_ChoosesAnExitThatHasOne()
    {
        var info = Info("plain") with { ClassifierExits = [1, 3], Measures = [ExitMeasure.Margin, ExitMeasure.Classifier] };

        var settings = new DepthSettingsMapper(info).Map(new() { ExitPolicy = ExitPolicy.Synchronized, ExitMeasure = ExitMeasure.Classifier, DepthBudget = 0.6 }).Settings!;

        Assert.Equal((ExitMeasure.Classifier, 1), (settings.Measure, settings.FirstExit(info)));
        Assert.NotEqual(1, new DepthSettingsMapper(info).Map(new() { ExitPolicy = ExitPolicy.Synchronized, DepthBudget = 0.6 }).Settings!.FirstExit(info));
    }

    [Fact]
    public void Map_Tuning_ReachesTheEngine()
    {
        var settings = new DepthSettingsMapper(Info("plain")).Map(new()
        {
            ExitPolicy = ExitPolicy.Synchronized,
            ExitMeasure = ExitMeasure.Cosine,
            ExitThreshold = 0.7f,
            MinExitLayer = 3,
            ThresholdDecay = 4,
            ThresholdAdaptation = ThresholdAdaptation.BetaMixture,
            PendingMax = 5,
            RollbackThreshold = 2,
            DepthBudget = 0.9,
            TokenLatencyTarget = TimeSpan.FromMilliseconds(3),
        }).Settings!;

        Assert.Equal((ExitMeasure.Cosine, 0.7f, 2, 4f, ThresholdAdaptation.BetaMixture), (settings.Measure, settings.Threshold, settings.PassMin, settings.ThresholdDecay, settings.Adaptation));
        Assert.Equal((5, 2f, 0.9, TimeSpan.FromMilliseconds(3)), (settings.PendingMax, settings.RollbackThreshold, settings.Budget, settings.TokenLatencyTarget));
    }

    [Fact]
    public void Map_CalibratedBudget_StartsAtTheMeasuredThresholdAndExits()
    {
        var settings = new DepthSettingsMapper(Info("plain"), Calibration()).Map(new() { DepthBudget = 0.8 }).Settings!;

        Assert.Equal((DepthMethod.Synchronized, ExitMeasure.Cosine, "3"), (settings.Method, settings.Measure, string.Join(',', settings.Exits)));
        Assert.InRange(settings.BudgetThreshold!.Value, 0.5f, 0.9f);
    }

    [Theory]
    [InlineData(0.9, null, DepthMethod.Static)]
    [InlineData(0.95, null, DepthMethod.Synchronized)]
    [InlineData(0.9, "synchronized", DepthMethod.Synchronized)]
    public void Map_MinAgreement_TakesTheCheapestPointWhoseBoundHolds(double agreement, string? policy, DepthMethod expected)
    {
        var options = new DepthOptions { MinAgreement = agreement, ExitPolicy = policy is null ? null : new ExitPolicy(policy) };

        var settings = new DepthSettingsMapper(Info("plain"), Calibration()).Map(options).Settings!;

        Assert.Equal(expected, settings.Method);
        Assert.Null(settings.Budget);
    }

    [Theory]
    [InlineData(true, 0.999)]
    [InlineData(false, 0.5)]
    public void Map_MinAgreementNobodyMeasured_SaysToCalibrateOrTakesFullDepth(bool isCalibrated, double agreement)
    {
        var mapper = new DepthSettingsMapper(Info("plain"), isCalibrated ? Calibration() : null);
        var options = new DepthOptions { MinAgreement = agreement };

        var failure = Assert.Throws<AgreementNotCalibratedException>(() => mapper.Map(options));

        Assert.Contains("adaptive calibrate", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, mapper.Map(options with { AllowFullDepth = true }).Note);
    }

    private static ExecutorInfo Info(string model)
    {
        var layout = model switch { "deep" => Deep, "plain" => Plain, "routed" => Routed, _ => Gated };
        return new ExecutorInfo(layout, 100, 4, 64, 32, "test")
        {
            KeptRowsMax = 16,
            Measures = [ExitMeasure.Margin, ExitMeasure.Cosine, .. model == "gated" ? [ExitMeasure.Gate] : ImmutableArray<ExitMeasure>.Empty],
        };
    }

    private static DepthCalibration Calibration() => new()
    {
        Version = DepthCalibration.CurrentVersion,
        ModelFingerprint = "test",
        Dataset = "test",
        Tokens = 10_000,
        Methods =
        [
            new MethodCalibration
            {
                Method = DepthMethod.Synchronized,
                Measure = ExitMeasure.Cosine,
                Exits = [3],
                Points = [CalibrationPoint.Measured(0.9, 0.9, 9_900, 10_000), CalibrationPoint.Measured(0.5, 0.6, 9_300, 10_000)],
            },
            new MethodCalibration
            {
                Method = DepthMethod.Static,
                Measure = ExitMeasure.None,
                Exits = [2, 3],
                Points = [CalibrationPoint.Measured(3, 0.75, 9_400, 10_000), CalibrationPoint.Measured(2, 0.5, 9_200, 10_000)],
            },
        ],
    };
}
