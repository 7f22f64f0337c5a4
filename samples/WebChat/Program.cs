// A web application with a chat page and the OpenAI-compatible endpoints, which it asks a question with OpenAI's client. In a terminal it goes on serving.
//   dotnet run -c Release --project samples/WebChat
//   dotnet run -c Release --project samples/WebChat -- --model MODEL_FOLDER
using System.ClientModel;
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

string folder = args is ["--model", var named, ..] ? named : DefaultModelFolder.Path;
using IChatClient chat = await AdaptiveChatClient.LoadAsync(folder);

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls($"http://127.0.0.1:{(Console.IsInputRedirected ? 0 : 8080)}");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton<IChatClient>(chat);
builder.Services.AddAdaptiveOpenAI(options => options.ModelNames = ["default"]);
var app = builder.Build();
app.MapAdaptiveOpenAI();
app.MapAdaptiveStatus();
app.MapAdaptivePage();
await app.StartAsync();

var url = new Uri(app.Urls.First());
var client = new ChatClient("default:fast", new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(url, "/v1") });
ChatCompletion reply = await client.CompleteChatAsync("What is the capital of France?");
Console.WriteLine(reply.Content[0].Text);

using var http = new HttpClient { BaseAddress = url };
Console.WriteLine($"The page has {(await http.GetStringAsync("/")).Length} characters.");

if (!Console.IsInputRedirected)
{
    Console.WriteLine($"Chat at {url}; Ctrl+C ends it.");
    await app.WaitForShutdownAsync();
}

await app.StopAsync();
