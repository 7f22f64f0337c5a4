// Microsoft Agent Framework over a model in this process: depth in an agent's options and in those of a run, a session that remembers.
//   dotnet run -c Release --project samples/AgentFramework [-- MODEL_FOLDER]
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

using IChatClient client = await AdaptiveChatClient.LoadAsync(args is [var folder, ..] ? folder : DefaultModelFolder.Path);

var agent = client.AsAIAgent(new ChatClientAgentOptions
{
    Name = "Teller",
    ChatOptions = new ChatOptions { Instructions = "You are a helpful assistant.", Temperature = 0, MaxOutputTokens = 80, DepthBudget = 0.5 },
});
var session = await agent.CreateSessionAsync();

await RunAsync("the agent's depth", "Tell me a short story about a cat.", null);
await RunAsync("full depth for one run", "Tell me a short story about a dog.", new ChatOptions { DepthBudget = 1 });

async Task RunAsync(string title, string message, ChatOptions? options)
{
    var response = await agent.RunAsync(message, session, new ChatClientAgentRunOptions(options));
    Console.WriteLine($"{title}: {response.Text.ReplaceLineEndings(" ")}\n  [{response.Usage?.MeanDepth:P0} of full depth, {response.Usage?.InputTokenCount} tokens read, {response.Usage?.CachedInputTokenCount} of them from the cache]");
}
