// Several callers at once over one model: the engine batches them, and each gets the reply it would get alone.
//   dotnet run -c Release --project samples/ConcurrentChats [-- MODEL_FOLDER]
using System.Diagnostics;
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using Microsoft.Extensions.AI;

string[] questions = ["What is the sea?", "Name a colour.", "Say hello.", "What do cats like?", "Count to five.", "Why is the sky blue?", "Tell a joke.", "What is bread made of?"];

await using var model = await AdaptiveModel.LoadAsync(args is [var folder, ..] ? folder : DefaultModelFolder.Path, new AdaptiveModelOptions { MaxConcurrentRequests = questions.Length });
using IChatClient client = new AdaptiveChatClient(model);
var options = new ChatOptions { MaxOutputTokens = 60, Temperature = 0 };

var (alone, timeAlone) = await AskAsync(inTurn: true);
var (together, timeTogether) = await AskAsync(inTurn: false);

for (int i = 0; i < questions.Length; i++)
{
    Console.WriteLine($"{questions[i]}\n  {together[i].Text.ReplaceLineEndings(" ")}");
}

long tokens = together.Sum(response => response.Usage?.OutputTokenCount ?? 0);
Console.WriteLine($"\nOne after the other {tokens / timeAlone:F1} tokens per second, together {tokens / timeTogether:F1}.");
Console.WriteLine($"The same replies: {alone.Select(response => response.Text).SequenceEqual(together.Select(response => response.Text))}");

async Task<(ChatResponse[] Responses, double Seconds)> AskAsync(bool inTurn)
{
    long started = Stopwatch.GetTimestamp();
    var responses = new List<Task<ChatResponse>>();
    foreach (string question in questions)
    {
        responses.Add(client.GetResponseAsync(question, options));
        await (inTurn ? responses[^1] : Task.CompletedTask);
    }

    return (await Task.WhenAll(responses), Stopwatch.GetElapsedTime(started).TotalSeconds);
}
