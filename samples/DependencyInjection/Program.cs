// Chat clients as an application's services: two that share one model, one of them shallow, and one that routes between them; health; a clean stop.
//   dotnet run -c Release --project samples/DependencyInjection [-- --Chat:Folder MODEL_FOLDER --Chat:Threads 2]
using AdaptiveProvider.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);

var section = builder.Configuration.GetSection("Chat");
builder.Services.AddKeyedAdaptiveChatClient("full", section).UseFunctionInvocation();
builder.Services.AddKeyedAdaptiveChatClient("fast", section, options => options.DefaultDepthBudget = 0.5);
builder.Services.AddHealthChecks().AddAdaptiveModels();

#pragma warning disable MEAI001 // Routing is new in Microsoft.Extensions.AI and may still change.
builder.Services.AddChatClient(services => RoutingChatClient.Create((request, _) => ValueTask.FromResult(
    services.GetRequiredKeyedService<IChatClient>(request.Messages.Last().Text.Length < 20 ? "fast" : "full"))));
#pragma warning restore MEAI001

using var host = builder.Build();
await host.StartAsync();

foreach (string key in (string[])["full", "fast"])
{
    await AskAsync(key, host.Services.GetRequiredKeyedService<IChatClient>(key), "Tell me a short story about a cat.");
}

var routed = host.Services.GetRequiredService<IChatClient>();
await AskAsync("routed, short", routed, "Say hello.");
await AskAsync("routed, long", routed, "Tell me a short story about a dog.");

var model = host.Services.GetRequiredKeyedService<HostedModel>("full");
if (model.State == HostedModelState.Failed)
{
    await model.RetryAsync();
}

var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
Console.WriteLine($"Health: {health.Status}");

await host.StopAsync();

static async Task AskAsync(string name, IChatClient client, string question)
{
    var response = await client.GetResponseAsync(question, new ChatOptions { Temperature = 0, MaxOutputTokens = 80 });
    Console.WriteLine($"{name}: {response.Text.ReplaceLineEndings(" ")}\n  [{response.AdaptiveStats?.MeanDepth:P0} of full depth]");
}
