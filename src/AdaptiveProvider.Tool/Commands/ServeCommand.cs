using System.CommandLine;
using System.Text.Json.Nodes;
using AdaptiveProvider.Server;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Serving;
using AdaptiveProvider.Tool.Terminal;
using Microsoft.AspNetCore.Builder;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>serve</c>: an OpenAI-compatible server over a model, until Ctrl-C.</summary>
internal sealed class ServeCommand : ToolCommand
{
    private readonly ModelArguments _model = new();
    private readonly DepthArguments _depth = new();
    private readonly ServerArguments _server = new();

    public ServeCommand(TerminalStreams terminal)
        : base("serve", "Serve a model to OpenAI's clients, on this machine unless told otherwise. Depth options are what requests get that ask for none.", terminal)
    {
        _model.AddTo(this);
        _server.AddTo(this);
        _depth.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var address = _server.Address(arguments);
        var options = _server.ToOptions(arguments);
        var depth = _depth.ToOptions(arguments);
        var model = await _model.LoadAsync(arguments, Terminal, cancellationToken, _server.Concurrent(arguments)).ConfigureAwait(false);
        await using (model.ConfigureAwait(false))
        {
            await using var client = new AdaptiveChatClient(model, options: new AdaptiveChatClientOptions { DefaultDepth = depth });
            var app = AdaptiveServer.Create(client, address, options, builder => ServerLog.Configure(builder, Terminal));
            await using (app.ConfigureAwait(false))
            {
                using var interrupts = new ServerInterrupts(Terminal, cancellationToken);
                await app.StartAsync(cancellationToken).ConfigureAwait(false);
                WriteStart(arguments, app, model, address, options);
                await interrupts.WhenAsked.ConfigureAwait(false);

                // Running replies may end, until a second interrupt.
                await app.StopAsync(interrupts.WhenUrgent).ConfigureAwait(false);
            }
        }

        return ExitCode.Success;
    }

    private void WriteStart(ParseResult arguments, WebApplication app, AdaptiveModel model, ListenAddress address, AdaptiveServerOptions options)
    {
        string url = app.Urls.First();
        string name = options.ModelNames.FirstOrDefault() ?? model.ModelId;
        if (WantsJson(arguments))
        {
            Terminal.Text.WriteLine(new JsonObject { ["url"] = url, ["model"] = name }.ToJsonString());
            return;
        }

        string key = options.ApiKeys.Count > 0 ? $" -H \"Authorization: Bearer ${ServerArguments.KeyVariable}\"" : "";
        Terminal.Text.WriteLine($"Serving {name} at {url} ({model.Capabilities.Device}, {model.Capabilities.ConcurrentRequests} requests at a time). Ctrl-C ends it.");
        Terminal.Text.WriteLine($$"""Try: curl {{url}}/v1/chat/completions -H "Content-Type: application/json"{{key}} -d '{"messages":[{"role":"user","content":"Hello!"}]}'""");
        if (!address.IsLoopback && options.ApiKeys.Count == 0)
        {
            Terminal.Error.WriteLine("adaptive: other machines can reach this server, and it asks for no key. Set --api-key or listen on 127.0.0.1.");
        }
    }
}
