using System.IO.Pipelines;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Tests.Commands;

/// <summary>The server as a command: its address, a reply, and its end by Ctrl-C.</summary>
public sealed class ServeCommandTests(TinyChatFolder folder) : IClassFixture<TinyChatFolder>
{
    [Fact]
    public async Task Run_UntilInterrupted_ServesTheModel()
    {
        var interrupts = new PressedInterrupts();
        var output = new Pipe();
        using var error = new StringWriter();
        using var terminal = new TerminalStreams(Stream.Null, output.Writer.AsStream(), error) { Interrupts = interrupts };
        var running = CommandLine.RunAsync(["serve", "--model", folder.Path, "--port", "0", "--device", "cpu", "--threads", "1", "--model-name", "tiny", "--api-key", "secret", "--depth-budget", "1", "--json"], terminal);
        using var lines = new StreamReader(output.Reader.AsStream());
        var started = JsonElement.Parse((await lines.ReadLineAsync())!);

        using var http = new HttpClient { BaseAddress = new Uri(started.GetProperty("url").GetString()!), DefaultRequestHeaders = { { "Authorization", "Bearer secret" } } };
        using var response = await http.PostAsync("/v1/chat/completions", new StringContent("""{"model":"tiny","messages":[{"role":"user","content":"hi"}],"max_tokens":4}""", Encoding.UTF8, "application/json"));
        var reply = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(interrupts.Press());

        Assert.Equal((0, ""), (await running, error.ToString()));
        Assert.Equal("tiny", started.GetProperty("model").GetString());
        Assert.Equal("length", reply.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/health"));
    }

    [Fact]
    public async Task Run_AddressInUse_SaysSo()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        string port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        (await ToolRun.OfAsync("serve", "--model", folder.Path, "--device", "cpu", "--port", port)).Failed(1, port, "in use");
    }

    [Theory]
    [InlineData("--host", "example.org")]
    [InlineData("--port", "70000")]
    [InlineData("--depth-budget", "2")]
    public async Task Run_BadOption_SaysSo(string option, string value) => (await ToolRun.OfAsync("serve", "--model", folder.Path, option, value)).Failed(2, value);

    [Fact]
    public async Task Run_NoPlaces_SaysSo() => (await ToolRun.OfAsync("serve", "--model", folder.Path, "--max-requests", "0")).Failed(2, "--max-requests");

    /// <summary>A keyboard on which the test presses Ctrl-C.</summary>
    private sealed class PressedInterrupts : IInterrupts
    {
        private Func<bool>? _handler;

        public IDisposable Handle(Func<bool> handler)
        {
            _handler = handler;
            return new MemoryStream();
        }

        public bool Press() => _handler!();
    }
}
