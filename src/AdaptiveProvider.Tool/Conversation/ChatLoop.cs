using AdaptiveProvider.Tool.Terminal;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Conversation;

/// <summary>Reads lines, answers them, and remembers the conversation.</summary>
internal sealed class ChatLoop(IChatClient client, ChatOptions options, IReplyWriter writer, TerminalStreams terminal, bool isInteractive)
{
    private const string Help = "/reset forgets the conversation, /stats shows what it cost, /exit ends. Ctrl-C stops a reply.";

    private readonly List<ChatMessage> _history = [];
    private readonly ChatStatistics _statistics = new();
    private readonly ReplyInterrupt _interrupt = new(() => terminal.Text.WriteLine("\n(Ctrl-C again or /exit ends.)"));
    private int _exitCode = ExitCode.Success;

    /// <summary>Runs until the input ends or /exit. A reply that fails is reported and the conversation goes on; the exit code tells.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var subscription = terminal.Interrupts.Handle(_interrupt.Press);
        using var input = new StreamReader(terminal.Input, TerminalStreams.Utf8, leaveOpen: true);
        Say(Help);
        while (await ReadLineAsync(input, cancellationToken).ConfigureAwait(false) is { } line)
        {
            string text = line.Trim();
            if (text == "/exit")
            {
                break;
            }

            if (text.StartsWith('/'))
            {
                Obey(text);
            }
            else if (text.Length > 0)
            {
                await AnswerAsync(line, cancellationToken).ConfigureAwait(false);
            }
        }

        return _exitCode;
    }

    private async Task<string?> ReadLineAsync(StreamReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (isInteractive)
            {
                await terminal.Text.WriteAsync("> ").ConfigureAwait(false);
            }

            bool pressedBefore = _interrupt.WasPressedAtPrompt;
            if (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                _interrupt.Forget();
                return line;
            }

            // Windows ends a read at Ctrl-C as if the input had ended.
            if (pressedBefore || !_interrupt.WasPressedAtPrompt)
            {
                return null;
            }
        }
    }

    private void Obey(string command)
    {
        switch (command)
        {
            case "/reset":
                _history.Clear();
                Say("The conversation is forgotten.");
                break;
            case "/stats":
                foreach (string line in _statistics.Lines())
                {
                    Note(line);
                }

                if (client.GetService<AdaptiveModel>() is { } model)
                {
                    Note(model.Capabilities.Device);
                }

                break;
            case "/help":
                Note(Help);
                break;
            default:
                Note($"{command} is not known. {Help}");
                break;
        }
    }

    private async Task AnswerAsync(string line, CancellationToken cancellationToken)
    {
        _history.Add(new ChatMessage(ChatRole.User, line));
        var updates = new List<ChatResponseUpdate>();
        var reply = _interrupt.BeginReply(cancellationToken);
        bool interrupted = false;
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(_history, options, reply.Token).ConfigureAwait(false))
            {
                updates.Add(update);
                writer.Piece(update.Text);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            interrupted = true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _history.RemoveAt(_history.Count - 1);
            _exitCode = ExitCode.Failure;
            await terminal.Error.WriteLineAsync($"adaptive: {Failure.Describe(failure)}").ConfigureAwait(false);
            return;
        }
        finally
        {
            _interrupt.EndReply();
        }

        var response = updates.ToChatResponse();
        _history.AddMessages(response);
        _statistics.Add(response);
        writer.End(response, interrupted);
    }

    private void Say(string text)
    {
        if (isInteractive)
        {
            terminal.Text.WriteLine(text);
        }
    }

    /// <summary>Words that are not replies: beside them when people read, on the standard error when programs do.</summary>
    private void Note(string text)
    {
        if (isInteractive)
        {
            terminal.Text.WriteLine(text);
        }
        else
        {
            terminal.Error.WriteLine(text);
        }
    }
}
