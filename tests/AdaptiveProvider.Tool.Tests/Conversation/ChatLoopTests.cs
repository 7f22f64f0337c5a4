using System.Text;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Tool.Conversation;
using AdaptiveProvider.Tool.Terminal;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Tests.Conversation;

/// <summary>The loop over scripted replies, with someone at the keyboard.</summary>
public sealed class ChatLoopTests
{
    [Fact]
    public async Task RunAsync_CtrlCDuringAReply_StopsItAndGoesOn()
    {
        var keyboard = new Keyboard();
        int calls = 0;
        await using var model = ScriptedChat.Model(new ScriptedReplyExecutor(_ => calls == 1 ? new string('x', 4000) : "fine")
        {
            BeforeStep = plan =>
            {
                calls += plan.Items[0].Tokens.Length > 1 ? 1 : 0;
                if (calls == 1 && plan.Items[0].Position == 100)
                {
                    Assert.True(keyboard.Press());
                }
            },
        });

        var (exitCode, output) = await RunAsync(model, keyboard, "first\nsecond\n");

        Assert.Equal(0, exitCode);
        Assert.Contains("[stopped]", output, StringComparison.Ordinal);
        Assert.Contains("fine", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OnATerminal_PromptsAndShowsStatistics()
    {
        await using var model = ScriptedChat.Replying(_ => "fine");

        var (_, output) = await RunAsync(model, new Keyboard(), "/stats\nhi\n/stats\n/exit\n");

        Assert.Contains("> No reply yet.", output, StringComparison.Ordinal);
        Assert.Contains("> fine\n", output, StringComparison.Ordinal);
        Assert.Contains("5 generated", output, StringComparison.Ordinal);
        Assert.Contains("All 1 replies", output, StringComparison.Ordinal);
        Assert.Contains(model.Capabilities.Device, output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(AdaptiveModel model, IInterrupts interrupts, string input)
    {
        using var output = new MemoryStream();
        using var terminal = new TerminalStreams(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, TextWriter.Null) { Interrupts = interrupts };
        using var client = new AdaptiveChatClient(model);
        var loop = new ChatLoop(client, new ChatOptions(), new TextReplyWriter(terminal), terminal, isInteractive: true);
        int exitCode = await loop.RunAsync(CancellationToken.None);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()));
    }

    /// <summary>A keyboard whose Ctrl-C the test presses.</summary>
    private sealed class Keyboard : IInterrupts
    {
        private Func<bool> _handler = () => false;

        public bool Press() => _handler();

        public IDisposable Handle(Func<bool> handler)
        {
            _handler = handler;
            return new MemoryStream();
        }
    }
}
