using System.Net;
using System.Net.Sockets;
using System.Text;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Engine;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Keys, sizes, times, numbers, names and disconnects.</summary>
public sealed class LimitsTests
{
    private const string Path = "/v1/chat/completions";
    private const string Body = """{"messages":[{"role":"user","content":"x"}]}""";

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic right")]
    [InlineData("Bearer ")]
    public async Task Send_WithoutTheKey_Is401(string? header)
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { ApiKeys = ["other", "right"] });

        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, Path), (HttpMethod.Post, "/v1/completions"), (HttpMethod.Get, "/v1/models"), (HttpMethod.Get, "/metrics"), (HttpMethod.Get, "/v1/nowhere")])
        {
            using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? new StringContent(Body, Encoding.UTF8, "application/json") : null };
            request.Headers.TryAddWithoutValidation("Authorization", header);
            using var response = await server.Http.SendAsync(request);
            (await ApiError.OfAsync(response)).Is(401, "invalid_api_key");
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Fact]
    public async Task Send_WithAKey_IsLetIn()
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { ApiKeys = ["other", "right"] });
        server.Http.DefaultRequestHeaders.Add("Authorization", "bearer right");

        await server.PostForJsonAsync(Path, Body);
        using var metrics = await server.Http.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
    }

    [Fact]
    public async Task Post_BodyAboveTheLimit_Is413AndReadsNoFurther()
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { MaxBodyBytes = 1024 });

        (await server.PostForErrorAsync(Path, $$"""{"messages":[{"role":"user","content":"{{new string('x', 2000)}}"}]}""")).Is(413, "request_too_large");
    }

    [Fact]
    public async Task Post_ChunkedBodyAboveTheLimit_Is413()
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { MaxBodyBytes = 1024 });
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StreamContent(new MemoryStream(new byte[4096])) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = true;

        using var response = await server.Http.SendAsync(request);

        (await ApiError.OfAsync(response)).Is(413, "request_too_large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Post_TypeThatBrowsersSendUnasked_Is415(string type)
    {
        await using var server = await RunningServer.EchoingAsync();

        using var response = await server.Http.PostAsync(Path, new StringContent(Body, Encoding.UTF8, type));

        (await ApiError.OfAsync(response)).Is(415, "unsupported_media_type");
    }

    [Fact]
    public async Task Send_ForeignHostName_IsRefused()
    {
        await using var server = await RunningServer.EchoingAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = "evil.example" } };

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Send_ForeignOrigin_IsAllowedOnlyWhenConfigured()
    {
        await using var closed = await RunningServer.EchoingAsync();
        await using var open = await RunningServer.EchoingAsync(new AdaptiveServerOptions { CorsOrigins = ["https://example.org"] });

        Assert.Null(await AllowedOrigin(closed, "https://example.org"));
        Assert.Equal("https://example.org", await AllowedOrigin(open, "https://example.org"));
        Assert.Null(await AllowedOrigin(open, "https://evil.example"));
    }

    [Fact]
    public async Task Post_BodyThatDoesNotArrive_Is408()
    {
        var clock = new TestClock();
        var options = new AdaptiveServerOptions { BodyReadTimeout = TimeSpan.FromSeconds(5) };
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("x")), options, configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        using var socket = await ConnectAsync(server);
        await SendAsync(socket, $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{");

        string answer = await AdvanceUntilAsync(clock, ReadUntilAsync(socket, "}}"));

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("body_timeout", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_BodiesBeyondTheirMemory_Are503UntilOthersLeave()
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { MaxBodyBytes = 2048, MaxBufferedBytes = 2048 });
        string large = $$"""{"messages":[{"role":"user","content":"{{new string('x', 1200)}}"}]}""";
        using (var holding = await ConnectAsync(server))
        {
            await SendAsync(holding, $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {large.Length + 1}\r\n\r\n{large}");
            await UntilAsync(async () => (await server.PostAsync(Path, large)).StatusCode == HttpStatusCode.ServiceUnavailable);
            (await server.PostForErrorAsync(Path, large)).Is(503, "bodies_in_flight");
        }

        await UntilAsync(async () => (await server.PostAsync(Path, large)).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_ReplyThatTakesTooLong_Is503AndEndsTheGeneration(bool streams)
    {
        var clock = new TestClock();
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var client = new ScriptedClient { Before = token => ForeverAsync(entered, cancelled, token) };
        await using var server = await RunningServer.OfAsync(client, configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));

        var reply = server.PostAsync(Path, streams ? Body.Replace("]}", "],\"stream\":true}") : Body);
        await entered.Task;

        using var response = await AdvanceUntilAsync(clock, reply);

        (await ApiError.OfAsync(response)).Is(503, "request_timeout");
        await cancelled.Task;
    }

    [Fact]
    public async Task Post_MoreRequestsThanPlaces_Is429AndLaterServed()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var client = new ScriptedClient(new TextContent("done"))
        {
            Before = _ =>
            {
                entered.TrySetResult();
                return release.Task;
            },
        };
        await using var server = await RunningServer.OfAsync(client, new AdaptiveServerOptions { MaxConcurrentRequests = 1 });
        var first = server.PostForJsonAsync(Path, Body);
        await entered.Task;

        var refused = (await server.PostForErrorAsync(Path, Body)).Is(429, "too_many_requests");
        release.SetResult();
        await first;
        await server.PostForJsonAsync(Path, Body);

        Assert.Equal("rate_limit_error", refused.Type);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Post_EngineFailures_Are503()
    {
        await using var full = await RunningServer.OfAsync(new ScriptedClient { Failure = new EngineOverloadedException(4) });
        await using var broken = await RunningServer.OfAsync(new ScriptedClient { Failure = new EngineFaultedException(new IOException("disk")) });
        await using var closing = await RunningServer.OfAsync(new ScriptedClient { Failure = new ObjectDisposedException("engine") });

        (await full.PostForErrorAsync(Path, Body)).Is(503, "engine_overloaded");
        (await broken.PostForErrorAsync(Path, Body)).Is(503, "engine_faulted");
        (await closing.PostForErrorAsync(Path, Body)).Is(503, "shutting_down");
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"stream\":true")]
    [InlineData(",\"n\":3")]
    public async Task Post_ClientThatLeaves_FreesTheSlots(string extra)
    {
        var model = ScriptedChat.Endless(slotCount: 3, slotLength: 1 << 16);
        await using var server = await RunningServer.OfAsync(model);
        using var leaving = new CancellationTokenSource();
        string endless = $$"""{"prompt":"x","max_tokens":60000{{extra}}}""";
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(endless, Encoding.UTF8, "application/json") };
        var running = server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        await UntilAsync(() => model.Engine.Snapshot() is { Running.Length: > 0 });

        if (extra.Contains("stream"))
        {
            (await running).Dispose();
        }

        await leaving.CancelAsync();

        await UntilAsync(() => model.Engine.Snapshot() is { Running.Length: 0, Waiting.Length: 0, RequestsEnded: > 0 });
        Assert.True(model.Engine.Snapshot().TokensGenerated < 3 * 60000);
    }

    [Fact]
    public void Create_BadOptions_SaysAllThatIsWrong()
    {
        var options = new AdaptiveServerOptions { MaxBodyBytes = 1, MaxConcurrentRequests = 0, RequestTimeout = TimeSpan.Zero, ModelNames = ["a:b"], CorsOrigins = ["example.org/"], ApiKeys = [" "] };

        var refused = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => AdaptiveServer.Create(new ScriptedClient(), ListenAddress.Parse("127.0.0.1", 0), options));

        Assert.Equal(6, refused.Failures.Count());
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("[::1]", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("*", false)]
    public void Parse_Addresses_KnowsLoopback(string host, bool isLoopback) => Assert.Equal(isLoopback, ListenAddress.Parse(host, 8080).IsLoopback);

    [Theory]
    [InlineData("example.org", 80)]
    [InlineData("127.0.0.1", 65536)]
    [InlineData("127.0.0.1", -1)]
    public void Parse_NoAddress_Throws(string host, int port) => Assert.ThrowsAny<ArgumentException>(() => ListenAddress.Parse(host, port));

    private static async Task ForeverAsync(TaskCompletionSource entered, TaskCompletionSource cancelled, CancellationToken cancellationToken)
    {
        entered.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            cancelled.TrySetResult();
        }
    }

    private static async Task<string?> AllowedOrigin(RunningServer server, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await server.Http.SendAsync(request);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    private static async Task<Socket> ConnectAsync(RunningServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port);
        return socket;
    }

    private static Task<int> SendAsync(Socket socket, string text) => socket.SendAsync(Encoding.ASCII.GetBytes(text));

    // Not to the end of the connection, which the server keeps a while in case the rest of the body comes.
    private static async Task<string> ReadUntilAsync(Socket socket, string end)
    {
        string text = "";
        byte[] piece = new byte[4096];
        for (int read; !text.EndsWith(end, StringComparison.Ordinal) && (read = await socket.ReceiveAsync(piece)) > 0;)
        {
            text += Encoding.ASCII.GetString(piece, 0, read);
        }

        return text;
    }

    // The clock moves until what waits for it is done: when the waiting begins is the server's affair.
    private static async Task<T> AdvanceUntilAsync<T>(TestClock clock, Task<T> waiting)
    {
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        return await waiting;
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(async () =>
    {
        await Task.Yield();
        return holds();
    });

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
        }
    }
}
