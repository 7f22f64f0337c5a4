using System.Text.Json;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Recipes;
using AdaptiveProvider.Training.Tests.Data;

namespace AdaptiveProvider.Training.Tests.Recipes;

/// <summary>Seeded documents as files, chat.jsonl and stories.jsonl, with a tokenizer.</summary>
internal sealed class RecipeCorpus : IDisposable
{
    public RecipeCorpus()
    {
        var documents = SmallCorpus.Documents(seed: 3);
        File.WriteAllLines(Folder["chat.jsonl"], documents.Where(document => document.Text is null).Select(Conversation));
        File.WriteAllLines(Folder["stories.jsonl"], documents.Where(document => document.Text is not null).Select(document => JsonSerializer.Serialize(new { src = "tales", text = document.Text })));
        Corpus = new TrainingCorpus { Files = [Folder["chat.jsonl"], Folder["stories.jsonl"]] };
        VocabularySize = TokenizerTraining.Train(Corpus.Read(_ => { }), 320, TokenizerFolder);
    }

    /// <summary>Everything; results go below it.</summary>
    public TemporaryFolder Folder { get; } = new();

    public TrainingCorpus Corpus { get; }

    public string TokenizerFolder => Folder["tokenizer"];

    public int VocabularySize { get; }

    public void Dispose() => Folder.Dispose();

    private static string Conversation(TrainingDocument document)
    {
        var messages = document.Messages.Select(message => new { role = message.Role, content = message.Content });
        return JsonSerializer.Serialize(new { src = "friendly", messages });
    }
}
