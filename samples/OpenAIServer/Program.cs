// Puts the OpenAI-compatible endpoints into an application of one's own, and asks them a question with OpenAI's client.
//   dotnet run -c Release --project samples/OpenAIServer
//   dotnet run -c Release --project samples/OpenAIServer -- --model MODEL_FOLDER
using System.ClientModel;
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

string folder = args is ["--model", var named, ..] ? named : DefaultModelFolder.Path;
using IChatClient chat = await AdaptiveChatClient.LoadAsync(folder);

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton<IChatClient>(chat);
builder.Services.AddAdaptiveOpenAI(options => options.ModelNames = ["default"]);
var app = builder.Build();
app.MapAdaptiveOpenAI();
app.MapAdaptiveStatus();
await app.StartAsync();

var url = new Uri(app.Urls.First());
var client = new ChatClient("default:fast", new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(url, "/v1") });
ChatCompletion reply = await client.CompleteChatAsync("What is the capital of France?");
Console.WriteLine(reply.Content[0].Text);
await app.StopAsync();
