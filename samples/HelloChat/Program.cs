// Streams one reply of a local model through IChatClient.
//   dotnet run --project samples/HelloChat -- MODEL_FOLDER ["What to say"]
using AdaptiveProvider;
using Microsoft.Extensions.AI;

if (args.Length == 0)
{
    Console.Error.WriteLine("Usage: HelloChat MODEL_FOLDER [\"What to say\"]");
    return 2;
}

string question = args.Length > 1 ? args[1] : "Tell me something nice in one sentence.";

using IChatClient client = await AdaptiveChatClient.LoadAsync(args[0]);
var updates = new List<ChatResponseUpdate>();
await foreach (var update in client.GetStreamingResponseAsync(question, new ChatOptions { MaxOutputTokens = 200 }))
{
    Console.Write(update.Text);
    updates.Add(update);
}

var response = updates.ToChatResponse();
Console.WriteLine();
Console.WriteLine($"[{response.FinishReason}, {response.Usage?.OutputTokenCount} tokens, {response.AdditionalProperties?[AdaptiveReportKeys.TokensPerSecond]:F1} per second]");
return 0;
