using System.CommandLine;
using AdaptiveProvider.Server;

namespace AdaptiveProvider.Tool.Options;

/// <summary>The options that say where a server listens, whom it lets in, and how much it takes.</summary>
internal sealed class ServerArguments
{
    /// <summary>Where a key is looked for that is not on the command line, which other users of a machine can see.</summary>
    public const string KeyVariable = "ADAPTIVE_API_KEY";

    private const int ConcurrentDefault = 4;
    private const int WaitingPerRunning = 8;

    private readonly Option<string> _host = new("--host") { Description = "Address to listen on; * is every address of this machine (default: 127.0.0.1).", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int?> _port = NumberOption.Create<int>("--port", "Port to listen on; 0 takes any free one (default: 8080).", "N");
    private readonly Option<string[]> _keys = new("--api-key") { Description = $"Key that requests must carry; may be repeated (default: {KeyVariable} of the environment, or none).", HelpName = "KEY" };
    private readonly Option<int?> _concurrent = NumberOption.Create<int>("--max-requests", $"Requests that run at the same time, each with a cache of its own (default: {ConcurrentDefault}).", "N");
    private readonly Option<int?> _timeout = NumberOption.Create<int>("--timeout", "Longest time of a reply in seconds (default: 600).", "N");
    private readonly Option<string[]> _names = new("--model-name") { Description = "Name under which clients ask for the model; may be repeated (default: the model's own).", HelpName = "NAME" };
    private readonly Option<string[]> _origins = new("--cors-origin") { Description = "Origin whose pages may call the server from a browser; may be repeated (default: none).", HelpName = "URL" };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_host);
        command.Add(_port);
        command.Add(_keys);
        command.Add(_concurrent);
        command.Add(_timeout);
        command.Add(_names);
        command.Add(_origins);
    }

    /// <summary>Requests that run at the same time.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    public int Concurrent(ParseResult arguments) => ModelArguments.Positive(arguments.GetValue(_concurrent), "--max-requests") ?? ConcurrentDefault;

    /// <summary>Where to listen.</summary>
    /// <exception cref="UsageException">The host is no address, or the port is out of range.</exception>
    public ListenAddress Address(ParseResult arguments)
    {
        try
        {
            return ListenAddress.Parse(arguments.GetRequiredValue(_host), arguments.GetValue(_port) ?? 8080);
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(Failure.Describe(wrong));
        }
    }

    /// <summary>Keys, names and limits.</summary>
    /// <exception cref="UsageException">A limit is below 1.</exception>
    public AdaptiveServerOptions ToOptions(ParseResult arguments)
    {
        string[] keys = arguments.GetValue(_keys) is { Length: > 0 } given ? given : Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? [key] : [];
        var options = new AdaptiveServerOptions
        {
            ApiKeys = [.. keys],
            ModelNames = [.. arguments.GetValue(_names) ?? []],
            CorsOrigins = [.. arguments.GetValue(_origins) ?? []],
            MaxConcurrentRequests = Concurrent(arguments) * (1 + WaitingPerRunning),
        };
        if (ModelArguments.Positive(arguments.GetValue(_timeout), "--timeout") is { } seconds)
        {
            options.RequestTimeout = TimeSpan.FromSeconds(seconds);
        }

        return options;
    }
}
