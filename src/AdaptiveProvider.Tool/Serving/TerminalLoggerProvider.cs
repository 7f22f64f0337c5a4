using AdaptiveProvider.Tool.Terminal;
using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Tool.Serving;

/// <summary>Writes a server's warnings and errors as lines of the command.</summary>
internal sealed class TerminalLoggerProvider(TerminalStreams terminal) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new TerminalLogger(terminal);

    public void Dispose()
    {
    }

    /// <summary>One category's lines.</summary>
    private sealed class TerminalLogger(TerminalStreams terminal) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                string line = formatter(state, exception) + (exception is null ? "" : $" {Failure.Describe(exception)}");
                terminal.Error.WriteLine($"adaptive: {Failure.OneLine(line)}");
            }
        }
    }
}
