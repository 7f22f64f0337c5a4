using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server.Tests;

/// <summary>The endpoints in an application of one's own.</summary>
public sealed class OwnApplicationTests
{
    [Fact]
    public async Task MapAdaptiveOpenAI_OptionsFromConfigurationAndAPrefix_Serves()
    {
        await using var app = Build(("Server:ModelNames:0", "mine"), ("Server:MaxBodyBytes", "5000"), ("Server:RequestTimeout", "00:00:09"));
        app.MapAdaptiveOpenAI("/ai/v1");
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var reply = await http.PostAsync("/ai/v1/chat/completions", JsonContent.Create(new { model = "mine", messages = new[] { new { role = "user", content = "x" } } }));
        using var outside = await http.GetAsync("/v1/models");

        Assert.Equal("ok", (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(404, (int)outside.StatusCode);
        Assert.Equal((5000, TimeSpan.FromSeconds(9)), (Options(app).MaxBodyBytes, Options(app).RequestTimeout));
    }

    [Fact]
    public async Task StartAsync_BadConfiguration_RefusesToStart()
    {
        await using var app = Build(("Server:MaxChoices", "0"));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Contains("MaxChoices", refused.Message);
    }

    [Fact]
    public async Task MapAdaptiveOpenAI_ServicesNotAdded_SaysWhatToCall()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddAdaptiveOpenAI", Assert.Throws<InvalidOperationException>(() => app.MapAdaptiveOpenAI()).Message);
        Assert.Contains("AddAdaptiveOpenAI", Assert.Throws<InvalidOperationException>(() => app.MapAdaptivePage()).Message);
    }

    private static AdaptiveServerOptions Options(WebApplication app) => app.Services.GetRequiredService<IOptions<AdaptiveServerOptions>>().Value;

    private static WebApplication Build(params (string Key, string Value)[] configuration)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(configuration.Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value)));
        builder.Services.AddSingleton<IChatClient>(new ScriptedClient(new TextContent("ok")));
        builder.Services.AddAdaptiveOpenAI().Bind(builder.Configuration.GetSection("Server"));
        return builder.Build();
    }
}
