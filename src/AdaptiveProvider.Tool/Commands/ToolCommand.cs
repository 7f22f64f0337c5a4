using System.CommandLine;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Commands;

/// <summary>A verb: its options, and what it does with them.</summary>
internal abstract class ToolCommand : Command
{
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON for programs instead of text for people." };

    protected ToolCommand(string name, string description, TerminalStreams terminal)
        : base(name, description)
    {
        Terminal = terminal;
        Add(_json);
        SetAction(RunAsync);
    }

    /// <summary>The world outside.</summary>
    protected TerminalStreams Terminal { get; }

    /// <summary>Does the work and returns the exit code.</summary>
    protected abstract Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken);

    /// <summary>True when the output is for a program.</summary>
    protected bool WantsJson(ParseResult arguments) => arguments.GetValue(_json);
}
