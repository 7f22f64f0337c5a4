using System.Text.Json.Nodes;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>Reads documents that training has not seen, as prompts and what follows: a conversation up to its first reply, or the beginning of a text.</summary>
/// <param name="model">Whose tokenizer and template write them down.</param>
/// <param name="promptMax">Tokens of the longest prompt; documents with longer ones are left out.</param>
/// <param name="continuationMax">Tokens of the longest continuation; longer ones are cut.</param>
internal sealed class HeldOutTexts(MeasuredModel model, int promptMax, int continuationMax)
{
    private const int TextPromptTokens = 32;
    private const int Seed = 1;

    /// <summary>The texts in an order that depends on nothing but the files.</summary>
    /// <param name="files">JSON lines, plain or compressed, like those of training.</param>
    /// <param name="takesAll">Whether documents count too that training would have used.</param>
    /// <exception cref="UsageException">No document is left.</exception>
    /// <exception cref="CorpusException">A file is missing, unreadable, or no corpus.</exception>
    public IReadOnlyList<HeldOutText> Read(IEnumerable<string> files, bool takesAll)
    {
        TrainingDocument[] documents = [.. new CorpusReader().Read(files).Where(document => takesAll || HeldOutSplit.IsHeldOut(document))];
        new Random(Seed).Shuffle(documents);
        HeldOutText[] texts = [.. documents.Select(TextOf).OfType<HeldOutText>().DistinctBy(text => string.Join(',', text.Prompt.Concat(text.Continuation)))];
        return texts.Length > 0 ? texts : throw new UsageException(
            $"--data: no document {(takesAll ? "" : "that training would hold out ")}gives a prompt of at most {promptMax} tokens and a reply. Name more files{(takesAll ? "" : ", or pass --all-documents for data that no training has seen")}.");
    }

    // Documents that are too long or give nothing to continue are left out.
    private HeldOutText? TextOf(TrainingDocument document)
    {
        var (prompt, continuation) = document.Text is { } text ? Split(text)
            : model.HasTemplate ? Split(document.Messages)
            : Split(string.Join('\n', document.Messages.Select(message => message.Content)));
        return prompt.Length == 0 || prompt.Length > promptMax || continuation.Length == 0 ? null
            : new HeldOutText(prompt, continuation, continuation.Sum(token => model.Tokenizer!.IsSpecial(token) ? 0L : model.Tokenizer.GetTokenBytes(token).Length));
    }

    private (int[] Prompt, int[] Continuation) Split(string text)
    {
        int[] tokens = model.Tokenizer!.Encode(text);
        int prompt = Math.Min(TextPromptTokens, tokens.Length / 2);
        return (tokens[..prompt], [.. tokens.Skip(prompt).Take(continuationMax)]);
    }

    private (int[] Prompt, int[] Continuation) Split(IReadOnlyList<TrainingMessage> messages)
    {
        int reply = messages.ToList().FindIndex(message => message.Role == "assistant");
        if (reply < 1)
        {
            return ([], []);
        }

        var before = messages.Take(reply).Select(ToJson).ToArray();
        int[] prompt = model.EncodeChat(new JsonArray(before), addGenerationPrompt: true);
        int[] whole = model.EncodeChat(new JsonArray([.. messages.Take(reply + 1).Select(ToJson)]), addGenerationPrompt: false);
        bool continues = whole.Length > prompt.Length && whole.AsSpan().StartsWith(prompt);
        int[] continuation = continues ? whole[prompt.Length..] : model.Tokenizer!.Encode(messages[reply].Content, addSpecialTokens: false);
        int end = Array.FindIndex(continuation, model.EndTokens.Contains);
        return (prompt, continuation[..Math.Min(end < 0 ? continuation.Length : end + 1, continuationMax)]);
    }

    private static JsonNode ToJson(TrainingMessage message) => new JsonObject { ["role"] = message.Role, ["content"] = message.Content };
}
