using System.Text;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Terminal;

/// <summary>All that a command sees of the world outside: streams, whether people sit at them, the clock, Ctrl-C.</summary>
internal sealed class TerminalStreams : IDisposable
{
    /// <summary>UTF-8 without a mark at the beginning; broken input is an error rather than a silent change of the text.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Tables are not wrapped for readers that are not terminals.
    private const int PipeWidth = 240;

    public TerminalStreams(Stream input, Stream output, TextWriter error)
    {
        (Input, Output, Error) = (input, output, error);
        Text = new StreamWriter(output, Utf8, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Standard input as bytes.</summary>
    public Stream Input { get; }

    /// <summary>Standard output as bytes.</summary>
    public Stream Output { get; }

    /// <summary>Standard output as text, flushed at once.</summary>
    public TextWriter Text { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Someone types the input.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>Someone reads the output.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Someone reads the errors, so a progress bar makes sense.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ctrl-C.</summary>
    public IInterrupts Interrupts { get; init; } = new ConsoleInterrupts();

    /// <summary>The streams of this process.</summary>
    public static TerminalStreams OfProcess() => new(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error)
    {
        InputIsTerminal = !Console.IsInputRedirected,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
    };

    /// <summary>A Spectre console over the output, plain when nobody reads it.</summary>
    public IAnsiConsole OutputConsole() => Plain(Text, OutputIsTerminal);

    /// <summary>A Spectre console over the errors, plain when nobody reads them.</summary>
    public IAnsiConsole ErrorConsole() => Plain(Error, ErrorIsTerminal);

    /// <summary>All of the input as one text, exactly.</summary>
    /// <exception cref="InvalidDataException">The input is not UTF-8.</exception>
    public async Task<string> ReadAllTextAsync(CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await Input.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        try
        {
            return Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException broken)
        {
            throw new InvalidDataException($"standard input is not valid UTF-8 at byte {broken.Index}.", broken);
        }
    }

    public void Dispose() => Text.Dispose();

    private static IAnsiConsole Plain(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
