using System.CommandLine;
using AdaptiveProvider.Tool.Commands;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool;

/// <summary>The <c>adaptive</c> command: parses, runs a verb, and turns every failure into one line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line to its end and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TerminalStreams terminal, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Local language models, with the depth to spend chosen per call.")
        {
            new ChatCommand(terminal),
            new GenerateCommand(terminal),
            new ServeCommand(terminal),
            new TokenizeCommand(terminal),
            new TemplateCommand(terminal),
            new InspectCommand(terminal),
            new DoctorCommand(terminal),
            new BenchCommand(terminal),
            new CalibrateCommand(terminal),
            new EvalCommand(terminal),
            new TrainCommand(terminal),
        };

        // A prompt that starts with @ is a prompt, not a file of arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors.Count > 0)
        {
            string verb = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            string problem = parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' is not known here." : parsed.Errors[0].Message;
            return Fail(terminal, ExitCode.Usage, $"{problem} Try: adaptive{verb} --help");
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Text,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (UsageException wrong)
        {
            return Fail(terminal, ExitCode.Usage, wrong.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail(terminal, ExitCode.Interrupted, "interrupted.");
        }
        catch (Exception failure)
        {
            return Fail(terminal, ExitCode.Failure, Failure.Describe(failure));
        }
    }

    private static int Fail(TerminalStreams terminal, int exitCode, string message)
    {
        terminal.Error.WriteLine($"adaptive: {Failure.OneLine(message)}");
        return exitCode;
    }
}
