using AdaptiveProvider.Tool.Terminal;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Tool.Serving;

/// <summary>Makes a server part of the command: its warnings go where the command's go, and Ctrl-C stays the command's.</summary>
internal static class ServerLog
{
    public static void Configure(WebApplicationBuilder builder, TerminalStreams terminal)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new TerminalLoggerProvider(terminal));

        // A host that cannot start says so by an exception, which the command reports.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
    }
}
