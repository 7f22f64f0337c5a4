// Several callers at once over one model: the engine batches them, and each gets the reply it would get alone. A terminal shows them grow.
//   dotnet run -c Release --project samples/ConcurrentChats [-- MODEL_FOLDER]
using System.Diagnostics;
using System.Text;
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using Microsoft.Extensions.AI;

(string Question, double? Budget)[] chats =
[
    ("What is the sea?", null), ("Name a colour.", 0.5), ("Say hello.", 0.5), ("What do cats like?", null),
    ("Count to five.", 0.7), ("Why is the sky blue?", null), ("Tell a joke.", 0.7), ("What is bread made of?", 0.5),
];

await using var model = await AdaptiveModel.LoadAsync(args is [var folder, ..] ? folder : DefaultModelFolder.Path, new AdaptiveModelOptions { MaxConcurrentRequests = chats.Length });
using IChatClient client = new AdaptiveChatClient(model);
await client.GetResponseAsync("Hello!"); // warms up, so that the times below compare

var alone = new string[chats.Length];
long started = Stopwatch.GetTimestamp();
for (int i = 0; i < chats.Length; i++)
{
    alone[i] = (await client.GetResponseAsync(chats[i].Question, OptionsOf(i))).Text;
}

var timeAlone = Stopwatch.GetElapsedTime(started);

var texts = chats.Select(_ => new StringBuilder()).ToArray();
var usages = new UsageDetails?[chats.Length];
started = Stopwatch.GetTimestamp();
var running = Task.WhenAll(Enumerable.Range(0, chats.Length).Select(StreamAsync));
while (!Console.IsOutputRedirected && !running.IsCompleted)
{
    ShowTable();
    Console.CursorTop -= Math.Min(Console.CursorTop, chats.Length + 1);
    await Task.WhenAny(running, Task.Delay(50));
}

await running;
var timeTogether = Stopwatch.GetElapsedTime(started);
ShowTable();

long tokens = usages.Sum(usage => usage?.OutputTokenCount ?? 0);
Console.WriteLine($"\nOne after the other {tokens / timeAlone.TotalSeconds:F1} tokens per second, together {tokens / timeTogether.TotalSeconds:F1}.");
Console.WriteLine($"The same replies: {alone.SequenceEqual(texts.Select(text => text.ToString()))}");

ChatOptions OptionsOf(int chat) => new() { MaxOutputTokens = 60, Temperature = 0, DepthBudget = chats[chat].Budget };

async Task StreamAsync(int chat)
{
    await foreach (var update in client.GetStreamingResponseAsync(chats[chat].Question, OptionsOf(chat)))
    {
        lock (texts[chat])
        {
            texts[chat].Append(update.Text);
        }

        usages[chat] = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details ?? usages[chat];
    }
}

void ShowTable()
{
    int width = Console.IsOutputRedirected ? 120 : Math.Max(Console.WindowWidth - 1, 60);
    Show($"{"question",-24} {"budget",6} {"depth",6} {"tokens",6}  reply");
    for (int i = 0; i < chats.Length; i++)
    {
        string text;
        lock (texts[i])
        {
            text = texts[i].ToString().ReplaceLineEndings(" ");
        }

        Show($"{chats[i].Question,-24} {chats[i].Budget?.ToString("P0") ?? "full",6} {usages[i]?.MeanDepth?.ToString("P0") ?? "…",6} {usages[i]?.OutputTokenCount?.ToString() ?? "…",6}  {text}");
    }

    void Show(string line) => Console.WriteLine(line.Length > width ? line[..width] : line.PadRight(Console.IsOutputRedirected ? 0 : width));
}
