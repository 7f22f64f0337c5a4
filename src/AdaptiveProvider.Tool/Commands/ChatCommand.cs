using System.CommandLine;
using AdaptiveProvider.Tool.Conversation;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>chat</c>: a conversation, typed or piped line by line.</summary>
internal sealed class ChatCommand : ToolCommand
{
    private readonly ModelArguments _model = new();
    private readonly SamplingArguments _sampling = new();
    private readonly DepthArguments _depth = new();
    private readonly Option<string?> _instructions = new("--instructions") { Description = "What the model is told before the conversation.", HelpName = "TEXT" };

    public ChatCommand(TerminalStreams terminal)
        : base("chat", "Chat with a model. Lines from a pipe are answered one by one.", terminal)
    {
        _model.AddTo(this);
        Add(_instructions);
        _sampling.AddTo(this);
        _depth.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var options = _sampling.ToChatOptions(arguments, arguments.GetValue(_instructions)).WithDepth(_depth.ToOptions(arguments));
        var model = await _model.LoadAsync(arguments, Terminal, cancellationToken).ConfigureAwait(false);
        await using (model.ConfigureAwait(false))
        {
            await using var client = new AdaptiveChatClient(model);
            IReplyWriter writer = WantsJson(arguments) ? new JsonReplyWriter(Terminal) : new TextReplyWriter(Terminal);
            var loop = new ChatLoop(client, options, writer, Terminal, isInteractive: Terminal.InputIsTerminal && !WantsJson(arguments));
            return await loop.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
