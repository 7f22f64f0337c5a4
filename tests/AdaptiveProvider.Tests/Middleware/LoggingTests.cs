using System.Collections.Concurrent;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Tests.Middleware;

/// <summary>Logging, which writes requests and responses as JSON at its lowest level.</summary>
public sealed class LoggingTests
{
    [Theory]
    [InlineData(LogLevel.Trace, false)]
    [InlineData(LogLevel.Trace, true)]
    [InlineData(LogLevel.Debug, false)]
    [InlineData(LogLevel.Information, true)]
    public async Task GetResponseAsync_LoggingOnTop_WritesContentsOnlyAtTrace(LogLevel level, bool isStreaming)
    {
        await using var model = ScriptedChat.Replying(prompt => prompt.Contains("noon", StringComparison.Ordinal) ? "It is noon." : """<tool_call>{"name": "get_time", "arguments": {"zone": "UTC"}}</tool_call>""");
        var lines = new LineLogger(level);
        using var client = new AdaptiveChatClient(model).AsBuilder().UseFunctionInvocation().UseLogging(lines).Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string zone) => "noon", "get_time")], DepthBudget = 1, ReportsTokenDepth = true };

        var response = isStreaming ? await client.GetStreamingResponseAsync("Time?", options).ToChatResponseAsync() : await client.GetResponseAsync("Time?", options);

        Assert.Equal("It is noon.", response.Text);
        Assert.Equal(level <= LogLevel.Debug, !lines.Lines.IsEmpty);
        Assert.Equal(level == LogLevel.Trace, lines.Lines.Any(line => line.Contains("get_time", StringComparison.Ordinal) && line.Contains("UTC", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines.Lines, line => line.Contains("failed", StringComparison.OrdinalIgnoreCase));
    }

    private sealed class LineLogger(LogLevel least) : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
