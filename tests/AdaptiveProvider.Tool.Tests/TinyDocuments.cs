using System.Text.Json;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Tool.Tests;

/// <summary>Small corpora: conversations and texts of a few words.</summary>
public sealed class TinyDocuments : IDisposable
{
    private static readonly string[] Words = ["the", "fox", "and", "river", "sang", "under", "small", "moon", "because", "nobody", "knew", "trees"];

    public TinyDocuments()
    {
        var random = new Random(5);
        System.IO.File.WriteAllLines(File, Enumerable.Range(0, 60).Select(index => index % 3 == 0
            ? JsonSerializer.Serialize(new { src = "tales", text = Text(random, 6) })
            : JsonSerializer.Serialize(new { src = "talk", messages = new[] { new { role = "user", content = Text(random, 2) }, new { role = "assistant", content = Text(random, 3) } } })));
        string spared = Enumerable.Range(0, 1000).Select(_ => Text(random, 6)).First(text => !HeldOutSplit.IsHeldOut(TrainingDocument.OfText("tales", text)));
        System.IO.File.WriteAllLines(OneFile, [JsonSerializer.Serialize(new { src = "tales", text = spared })]);
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>60 documents.</summary>
    public string File => Folder["small.jsonl"];

    /// <summary>One document, which training does not hold out.</summary>
    public string OneFile => Folder["one.jsonl"];

    public void Dispose() => Folder.Dispose();

    private static string Text(Random random, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));
}
