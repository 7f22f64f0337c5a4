// The same prompt at several depths: what a call spends is chosen for that call alone.
//   dotnet run -c Release --project samples/DepthPerCall [-- "A prompt of your own."]
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using Microsoft.Extensions.AI;

string prompt = args is [var own, ..] ? own : "Tell me a short story about a cat.";
using IChatClient client = await AdaptiveChatClient.LoadAsync(DefaultModelFolder.Path);
await client.GetResponseAsync(prompt); // warms up, so that the times below compare

Console.WriteLine($"> {prompt}\n");
Console.WriteLine($"{"asked for",-16} {"policy",-10} {"mean depth",10} {"tokens/s",9}  reply");
await ShowAsync("full depth", new ChatOptions());
await ShowAsync("budget 0.7", new ChatOptions { DepthBudget = 0.7 });
await ShowAsync("budget 0.5", new ChatOptions { DepthBudget = 0.5 });
await ShowAsync("cap 0.5", new ChatOptions { MaxDepth = 0.5 });
await ShowAsync("lossless", new ChatOptions { ExitPolicy = ExitPolicy.Lossless });

async Task ShowAsync(string name, ChatOptions options)
{
    options.MaxOutputTokens = 200;
    options.Temperature = 0;
    var response = await client.GetResponseAsync(prompt, options);
    var stats = response.AdaptiveStats!;
    string text = response.Text.ReplaceLineEndings(" ");
    Console.WriteLine($"{name,-16} {stats.EffectivePolicy,-10} {stats.MeanDepth,10:P0} {stats.TokensPerSecond,9:F0}  {(text.Length > 90 ? text[..90] + "…" : text)}");
}
