using System.Text;
using System.Text.Json;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Tests;

/// <summary>One run of the command inside the test's process, with everything it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>The output as JSON; it must hold nothing else.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<ToolRun> OfAsync(params string[] arguments) => WithInputAsync("", arguments);

    public static Task<ToolRun> WithInputAsync(string input, params string[] arguments) => WithInputAsync(Encoding.UTF8.GetBytes(input), arguments);

    public static Task<ToolRun> WithInputAsync(byte[] input, params string[] arguments) => OnTerminalAsync(new MemoryStream(input), new NoInterrupts(), false, arguments);

    /// <summary>A run with someone at the keyboard.</summary>
    public static async Task<ToolRun> OnTerminalAsync(Stream input, IInterrupts interrupts, bool isTerminal, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var terminal = new TerminalStreams(input, output, error) { InputIsTerminal = isTerminal, Interrupts = interrupts };
        int exitCode = await CommandLine.RunAsync(arguments, terminal);
        return new ToolRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Asserts that the command failed with one line on the standard error and nothing on the standard output.</summary>
    public ToolRun Failed(int exitCode, params string[] words)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Output));
        Assert.Equal(1, Error.Count(character => character == '\n'));
        Assert.StartsWith("adaptive: ", Error, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Asserts that the command succeeded and complained about nothing.</summary>
    public ToolRun Succeeded()
    {
        Assert.True((ExitCode, Error) == (0, ""), $"{ExitCode}: {Error}");
        return this;
    }

    /// <summary>A keyboard without Ctrl-C.</summary>
    private sealed class NoInterrupts : IInterrupts
    {
        public IDisposable Handle(Func<bool> handler) => new MemoryStream();
    }
}
