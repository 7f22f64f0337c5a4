using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Testing.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Tests;

/// <summary>A server on a free port of the loopback address, with a plain HTTP client before it and a model behind it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IAsyncDisposable? _model;

    private RunningServer(WebApplication app, IAsyncDisposable? model)
    {
        (_app, _model) = (app, model);
        Url = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Url { get; }

    public HttpClient Http { get; }

    /// <summary>Serves a client of the test's own.</summary>
    public static async Task<RunningServer> OfAsync(IChatClient client, AdaptiveServerOptions? options = null, IAsyncDisposable? model = null, Action<WebApplicationBuilder>? configure = null)
    {
        var app = AdaptiveServer.Create(client, ListenAddress.Parse("127.0.0.1", 0), options, configure);
        await app.StartAsync();
        return new RunningServer(app, model);
    }

    /// <summary>Serves a model.</summary>
    public static Task<RunningServer> OfAsync(AdaptiveModel model, AdaptiveServerOptions? options = null) => OfAsync(new AdaptiveChatClient(model), options, model);

    /// <summary>Serves a model that says the last line of each prompt's last message.</summary>
    public static Task<RunningServer> EchoingAsync(AdaptiveServerOptions? options = null, EngineOptions? engine = null)
        => OfAsync(ScriptedChat.Replying(prompt => "You said: " + LastMessage(prompt), engine), options);

    /// <summary>Posts a JSON body.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellationToken = default)
        => Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), cancellationToken);

    /// <summary>Posts a JSON body and reads the JSON of the answer, which must be a success.</summary>
    public async Task<JsonElement> PostForJsonAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonElement.Parse(body);
    }

    /// <summary>Posts a JSON body and reads the error of the answer, which must be one in OpenAI's shape.</summary>
    public async Task<ApiError> PostForErrorAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        return await ApiError.OfAsync(response);
    }

    /// <summary>Posts a JSON body and reads the events of the answer; the last must be the end mark, which is left out.</summary>
    public async Task<List<JsonElement>> PostForEventsAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        string[] events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(events, text => Assert.StartsWith("data: ", text, StringComparison.Ordinal));
        Assert.Equal("data: [DONE]", events[^1]);
        return [.. events[..^1].Select(text => JsonElement.Parse(text[6..]))];
    }

    public async Task<JsonElement> GetForJsonAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _app.StopAsync(hurry.Token);
        await _app.DisposeAsync();
        if (_model is not null)
        {
            await _model.DisposeAsync();
        }
    }

    // The scripted prompt is ChatML without its special tokens: role, line break, text, line break.
    private static string LastMessage(string prompt)
    {
        string[] lines = prompt.TrimEnd('\n').Split('\n');
        return lines.Length > 1 ? lines[^2] : prompt;
    }
}
