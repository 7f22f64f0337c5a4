using AdaptiveProvider.Tool.Conversation;

namespace AdaptiveProvider.Tool.Tests.Conversation;

public sealed class ReplyInterruptTests
{
    private int _reminders;

    [Fact]
    public void Press_WhileReplying_StopsTheReplyAndNotTheProgram()
    {
        var interrupt = new ReplyInterrupt(() => _reminders++);
        var reply = interrupt.BeginReply(CancellationToken.None);

        Assert.True(interrupt.Press());
        Assert.True(interrupt.Press());

        Assert.True(reply.IsCancellationRequested);
        Assert.Equal(0, _reminders);
    }

    [Fact]
    public void Press_TwiceAtThePrompt_EndsTheProgram()
    {
        var interrupt = new ReplyInterrupt(() => _reminders++);

        Assert.True(interrupt.Press());
        Assert.False(interrupt.Press());

        Assert.Equal(1, _reminders);
    }

    [Fact]
    public void Press_OnceBeforeAndOnceAfterALine_DoesNotEndTheProgram()
    {
        var interrupt = new ReplyInterrupt(() => _reminders++);

        Assert.True(interrupt.Press());
        interrupt.Forget();

        Assert.True(interrupt.Press());
    }

    [Fact]
    public void Press_OnceBeforeAndOnceAfterAReply_DoesNotEndTheProgram()
    {
        var interrupt = new ReplyInterrupt(() => _reminders++);

        Assert.True(interrupt.Press());
        interrupt.BeginReply(CancellationToken.None);
        interrupt.EndReply();

        Assert.True(interrupt.Press());
    }
}
