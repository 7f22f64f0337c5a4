using System.Text.Json;
using AdaptiveProvider.Chat;
using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine.Depth;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>The depth properties of <see cref="ChatOptions"/>, and what copies and serialisers make of them.</summary>
public sealed class AdaptiveChatOptionsTests
{
    private static readonly DepthOptions Everything = new()
    {
        DepthBudget = 0.5,
        MaxDepth = 0.75,
        MinAgreement = 0.98,
        ExitPolicy = ExitPolicy.Synchronized,
        TokenLatencyTarget = TimeSpan.FromMilliseconds(12.5),
        ExitLayer = 4,
        MaxLayers = 6,
        Loops = 2,
        RouterThreshold = 0.25f,
        ExitMeasure = ExitMeasure.MaxProbability,
        ExitThreshold = 0.5f,
        MinExitLayer = 2,
        ThresholdDecay = 4,
        ThresholdAdaptation = ThresholdAdaptation.BetaMixture,
        PendingMax = 5,
        DraftLength = 3,
        DraftHead = false,
        DraftAcceptance = DraftAcceptance.Rejection,
        RollbackThreshold = 1.5f,
        AllowFullDepth = true,
        ReportsTokenDepth = true,
    };

    [Fact]
    public void Properties_InAnInitializer_AreKeptAsPrimitives()
    {
        var options = new ChatOptions
        {
            Temperature = 0,
            DepthBudget = 0.5,
            MaxDepth = 0.9,
            MinAgreement = 0.95,
            ExitPolicy = ExitPolicy.Confidence,
            TokenLatencyTarget = TimeSpan.FromMilliseconds(20),
            ReportsTokenDepth = true,
        };

        Assert.Equal((0.5, 0.9, 0.95), (options.DepthBudget, options.MaxDepth, options.MinAgreement));
        Assert.Equal((ExitPolicy.Confidence, TimeSpan.FromMilliseconds(20), true), (options.ExitPolicy, options.TokenLatencyTarget, options.ReportsTokenDepth));
        Assert.All(options.AdditionalProperties!.Values, value => Assert.True(value is double or string or bool));
        Assert.Equal(6, options.AdditionalProperties!.Count);
    }

    [Fact]
    public void Fluent_Calls_ReturnTheSameOptions()
    {
        var options = new ChatOptions();

        var same = options.WithDepthBudget(0.5).WithMaxDepth(0.9).WithMinAgreement(0.9).WithExitPolicy(ExitPolicy.Router).WithTokenLatencyTarget(TimeSpan.FromSeconds(1)).WithTokenDepthReport();

        Assert.Same(options, same);
        Assert.Equal(6, options.AdditionalProperties!.Count);
        Assert.Equal(ExitPolicy.Router, options.ExitPolicy);
    }

    [Fact]
    public void Properties_SetToNull_AreGone()
    {
        var options = new ChatOptions { DepthBudget = 0.5 };

        options.DepthBudget = null;

        Assert.Null(options.DepthBudget);
        Assert.Empty(options.AdditionalProperties!);
        Assert.Null(new ChatOptions().ExitPolicy);
        Assert.Null(new ChatOptions { DepthBudget = null }.AdditionalProperties);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void DepthBudget_OutOfRange_ThrowsNamingTheKey(double value)
        => Assert.Equal(AdaptiveOptionKeys.DepthBudget, Assert.Throws<ArgumentOutOfRangeException>(() => new ChatOptions { DepthBudget = value }).ParamName);

    [Fact]
    public void Clone_Options_KeepsItsOwnDepth()
    {
        var options = new ChatOptions { DepthBudget = 0.5 };

        var copy = options.Clone();
        copy.DepthBudget = 0.25;

        Assert.Equal((0.5, 0.25), (options.DepthBudget, copy.DepthBudget));
    }

    [Fact]
    public void WithDepth_EveryWish_IsReadBackAsItWas()
        => Assert.Equal(Everything, Read(new ChatOptions().WithDepth(Everything)));

    [Fact]
    public void Json_RoundTrip_KeepsEveryWish()
    {
        string json = JsonSerializer.Serialize(new ChatOptions().WithDepth(Everything), AIJsonUtilities.DefaultOptions);

        var copy = JsonSerializer.Deserialize<ChatOptions>(json, AIJsonUtilities.DefaultOptions)!;

        Assert.Equal(Everything, Read(copy));
        Assert.Equal((0.5, ExitPolicy.Synchronized), (copy.DepthBudget, copy.ExitPolicy));
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData(0.5f)]
    [InlineData(0.5)]
    public void DepthBudget_WhateverAFrameworkMadeOfIt_IsRead(object value)
        => Assert.Equal(0.5, new ChatOptions { AdditionalProperties = new() { [AdaptiveOptionKeys.DepthBudget] = value } }.DepthBudget);

    [Theory]
    [InlineData("SYNCHRONIZED")]
    [InlineData("synchronized")]
    public void ExitPolicy_AnyCase_IsThePolicy(string word)
        => Assert.Equal(ExitPolicy.Synchronized, new ChatOptions { AdditionalProperties = new() { [AdaptiveOptionKeys.ExitPolicy] = word } }.ExitPolicy);

    [Theory]
    [InlineData(AdaptiveOptionKeys.ExitPolicy, 7)]
    [InlineData(AdaptiveOptionKeys.ExitPolicy, "swift")]
    [InlineData(AdaptiveOptionKeys.ExitMeasure, "guess")]
    [InlineData(AdaptiveOptionKeys.AllowFullDepth, "perhaps")]
    [InlineData(AdaptiveOptionKeys.TokenLatencyTargetMilliseconds, 0)]
    [InlineData(AdaptiveOptionKeys.DepthBudget, 2)]
    [InlineData(AdaptiveOptionKeys.ExitLayer, 1.5)]
    public void Read_Nonsense_ThrowsNamingTheKey(string key, object value)
    {
        var options = new ChatOptions { AdditionalProperties = new() { [key] = value } };

        var failure = Assert.ThrowsAny<ArgumentException>(() => Read(options));

        Assert.Equal(key, failure.ParamName);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    private static DepthOptions Read(ChatOptions options) => DepthOptionFields.Read(new AdditionalOptions(options.AdditionalProperties));
}
