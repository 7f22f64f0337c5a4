// Chat clients as an application's services: two that share one model, one of them shallow; health; a clean stop.
//   dotnet run -c Release --project samples/HostedChat [-- --Chat:Folder MODEL_FOLDER --Chat:Threads 2]
using AdaptiveProvider;
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

using var host = builder.Build();
await host.StartAsync();

foreach (string key in (string[])["full", "fast"])
{
    var client = host.Services.GetRequiredKeyedService<IChatClient>(key);
    var response = await client.GetResponseAsync("Tell me a short story about a cat.", new ChatOptions { Temperature = 0, MaxOutputTokens = 80 });
    Console.WriteLine($"{key}: {response.Text.ReplaceLineEndings(" ")}\n  [{response.Usage?.AdditionalCounts?[AdaptiveReportKeys.LayersExecuted]} layers]");
}

var model = host.Services.GetRequiredKeyedService<HostedModel>("full");
if (model.State == HostedModelState.Failed)
{
    await model.RetryAsync();
}

var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
Console.WriteLine($"Health: {health.Status}");

await host.StopAsync();
