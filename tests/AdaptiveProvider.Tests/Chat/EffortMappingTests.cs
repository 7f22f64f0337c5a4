using AdaptiveProvider.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Chat;

public sealed class EffortMappingTests
{
    [Theory]
    [InlineData(ReasoningEffort.None, 0.90)]
    [InlineData(ReasoningEffort.Low, 0.95)]
    [InlineData(ReasoningEffort.Medium, 0.98)]
    public void DepthFor_LowerEffort_AsksForItsAgreementOrFullDepth(ReasoningEffort effort, double agreement)
        => Assert.Equal(new DepthOptions { MinAgreement = agreement, AllowFullDepth = true }, Mapping(ReasoningEffortBehavior.Auto).DepthFor(effort));

    [Theory]
    [InlineData(ReasoningEffort.High)]
    [InlineData(ReasoningEffort.ExtraHigh)]
    public void DepthFor_HighEffort_IsFullDepth(ReasoningEffort effort)
        => Assert.Equal(new DepthOptions { ExitPolicy = ExitPolicy.Full }, Mapping(ReasoningEffortBehavior.Auto).DepthFor(effort));

    [Theory]
    [InlineData(ReasoningEffortBehavior.Auto, false, true, true)]
    [InlineData(ReasoningEffortBehavior.Auto, true, true, false)]
    [InlineData(ReasoningEffortBehavior.Auto, false, false, false)]
    [InlineData(ReasoningEffortBehavior.Depth, true, true, true)]
    [InlineData(ReasoningEffortBehavior.Both, true, true, true)]
    [InlineData(ReasoningEffortBehavior.Thinking, false, true, false)]
    [InlineData(ReasoningEffortBehavior.Ignore, false, true, false)]
    public void DepthFor_Behavior_DecidesWhetherEffortsChangeDepth(ReasoningEffortBehavior behavior, bool canThink, bool isCalibrated, bool changes)
        => Assert.Equal(changes, Mapping(behavior, canThink, isCalibrated).DepthFor(ReasoningEffort.Low).ChoosesDepth);

    [Theory]
    [InlineData(ReasoningEffortBehavior.Auto, true, ReasoningEffort.None, true)]
    [InlineData(ReasoningEffortBehavior.Auto, true, ReasoningEffort.Low, false)]
    [InlineData(ReasoningEffortBehavior.Auto, false, ReasoningEffort.None, false)]
    [InlineData(ReasoningEffortBehavior.Both, true, ReasoningEffort.None, true)]
    [InlineData(ReasoningEffortBehavior.Depth, true, ReasoningEffort.None, false)]
    [InlineData(ReasoningEffortBehavior.Ignore, true, ReasoningEffort.None, false)]
    public void SwitchesThinkingOff_OnlyForNoEffortWhereThereIsASwitch(ReasoningEffortBehavior behavior, bool canThink, ReasoningEffort effort, bool expected)
        => Assert.Equal(expected, Mapping(behavior, canThink).SwitchesThinkingOff(effort));

    [Theory]
    [InlineData(null, false)]
    [InlineData(ReasoningEffort.None, false)]
    [InlineData(ReasoningEffort.Low, true)]
    [InlineData(ReasoningEffort.ExtraHigh, true)]
    public void SwitchesThinkingOn_ForEveryEffortThatIsOne(ReasoningEffort? effort, bool expected)
        => Assert.Equal(expected, Mapping(ReasoningEffortBehavior.Auto, canThink: true).SwitchesThinkingOn(effort));

    [Fact]
    public void DepthFor_NoEffort_SaysNothing() => Assert.Equal(new DepthOptions(), Mapping(ReasoningEffortBehavior.Both).DepthFor(null));

    [Fact]
    public void Validated_TableOutOfRange_Throws()
    {
        var options = new AdaptiveChatClientOptions { EffortDepths = new Dictionary<ReasoningEffort, double> { [ReasoningEffort.Low] = 1.5 } };

        Assert.Contains("Low", Assert.Throws<ArgumentOutOfRangeException>(options.Validated).Message, StringComparison.Ordinal);
    }

    private static EffortMapping Mapping(ReasoningEffortBehavior behavior, bool canThink = false, bool isCalibrated = true)
        => new(new AdaptiveChatClientOptions { ReasoningEffortBehavior = behavior }, canThink, isCalibrated);
}
