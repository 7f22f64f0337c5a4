// Chats with the model that comes with the project, or with a model folder of your own.
//   dotnet run -c Release --project samples/HelloChat
//   dotnet run -c Release --project samples/HelloChat -- --model MODEL_FOLDER "Tell me a story about a dragon."
//   dotnet run -c Release --project samples/HelloChat -- --download ORGANISATION/MODEL      (HF_ENDPOINT names the server)
// Lines from a pipe are answered one by one; without a terminal and without lines it asks a few questions itself.
using AdaptiveProvider;
using AdaptiveProvider.DefaultModel;
using AdaptiveProvider.Downloads;
using AdaptiveProvider.Engine;
using Microsoft.Extensions.AI;

string folder = args switch
{
    ["--model", var named, ..] => named,
    ["--download", var repository, ..] => await DownloadAsync(repository),
    _ => DefaultModelFolder.Path,
};
string[] questions = args is ["--model" or "--download", _, .. var rest] ? rest : args;

using IChatClient client = await AdaptiveChatClient.LoadAsync(folder);
var conversation = new List<ChatMessage>();

if (questions.Length == 0 && !Console.IsInputRedirected)
{
    Console.WriteLine("Say something; an empty line ends the chat.");
}

foreach (string question in questions.Length > 0 ? questions : Console.IsInputRedirected ? PipedLines() : TypedLines())
{
    conversation.Add(new ChatMessage(ChatRole.User, question));
    try
    {
        await AnswerAsync(client, conversation);
    }
    catch (RequestTooLongException) when (conversation.Count > 1)
    {
        Console.WriteLine("[The conversation has outgrown the model's context and starts anew.]");
        conversation.RemoveRange(0, conversation.Count - 1);
        await AnswerAsync(client, conversation);
    }
}

static async Task<string> DownloadAsync(string repository)
{
    var options = new ModelDownloadOptions { Revision = "main", MaxBytes = 20L << 30 };
    var progress = new Progress<ModelDownloadProgress>(step => Console.Write($"\r{step.ReceivedBytes >> 20} of {step.TotalBytes >> 20} MiB "));
    var result = await ModelDownload.GetAsync(repository, options, progress);
    return result.Folder;
}

static async Task AnswerAsync(IChatClient client, List<ChatMessage> conversation)
{
    var updates = new List<ChatResponseUpdate>();
    await foreach (var update in client.GetStreamingResponseAsync(conversation, new ChatOptions { MaxOutputTokens = 250 }))
    {
        Console.Write(update.Text);
        updates.Add(update);
    }

    var response = updates.ToChatResponse();
    conversation.AddMessages(response);
    Console.WriteLine($"\n  [{response.Usage?.OutputTokenCount} tokens, {response.AdditionalProperties?[AdaptiveReportKeys.TokensPerSecond]:F0} per second]");
}

static IEnumerable<string> TypedLines()
{
    while (true)
    {
        Console.Write("> ");
        if (Console.ReadLine() is not { Length: > 0 } line)
        {
            yield break;
        }

        yield return line;
    }
}

static IEnumerable<string> PipedLines()
{
    string? line = Console.In.ReadLine();
    if (line is null)
    {
        foreach (string question in (string[])["Hello! Who are you?", "What is the capital of France?", "What is 3 plus 4?", "Tell me a short story about a cat."])
        {
            Console.WriteLine($"> {question}");
            yield return question;
        }
    }

    for (; line is not null; line = Console.In.ReadLine())
    {
        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
