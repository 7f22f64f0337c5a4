using System.Text.Json;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Recipes;

namespace AdaptiveProvider.Tool.Tests.Training;

/// <summary>A corpus of a few hundred short documents, a tokenizer, and the configuration of a routed model that trains in a second.</summary>
public sealed class TinyTraining : IDisposable
{
    private static readonly string[] Words = ["the", "fox", "and", "river", "sang", "under", "small", "moon", "because", "nobody", "knew", "trees"];

    public TinyTraining()
    {
        var random = new Random(5);
        File.WriteAllLines(Corpus, Enumerable.Range(0, 200).Select(i => i % 2 == 0
            ? JsonSerializer.Serialize(new { src = "tales", text = Text(random, 30) })
            : JsonSerializer.Serialize(new { src = "talk", messages = new[] { new { role = "user", content = Text(random, 5) }, new { role = "assistant", content = Text(random, 8) } } })));
        TokenizerTraining.Train(new TrainingCorpus { Files = [Corpus] }.Read(_ => { }), 300, Tokenizer);
        File.WriteAllText(Config, Configuration(steps: 4));
    }

    /// <summary>Everything; results go below it.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>A .jsonl file.</summary>
    public string Corpus => Folder["small.jsonl"];

    public string Tokenizer => Folder["tokenizer"];

    /// <summary>Four steps.</summary>
    public string Config => Folder["run.json"];

    /// <summary>The arguments of a run into a folder.</summary>
    /// <param name="folder">For results.</param>
    /// <param name="more">Options with a value, --json; they take the place of the usual ones.</param>
    public string[] Run(string folder, params string[] more)
    {
        string[] usual = ["--config", Config, "--corpus", Corpus, "--tokenizer", Tokenizer, "--out", folder, "--threads", "1"];
        return ["train", "run", .. usual.Chunk(2).Where(option => !more.Contains(option[0])).SelectMany(option => option), .. more];
    }

    /// <summary>The weights of the newest checkpoint.</summary>
    public static byte[] Weights(string folder)
        => File.ReadAllBytes(Path.Combine(Directory.GetDirectories(Path.Combine(folder, "checkpoints")).Max()!, "model.safetensors"));

    /// <summary>A configuration file's text.</summary>
    public static string Configuration(int steps, int layers = 1) => $$"""
        { "architecture": { "vocabularySize": 300, "hiddenSize": 16, "intermediateSize": 32, "headCount": 2, "kvHeadCount": 1, "headDim": 8, "contextLength": 32,
            "sharing": "middleCycle", "layersPerLoop": {{layers}}, "loops": 2, "router": { "kind": "expertChoice", "capacities": [1, 0.5], "isElastic": true } },
          "sequenceLength": 16, "batchRows": 2, "batchesPerStep": 1, "steps": {{steps}}, "warmUpSteps": 1, "exitLoss": { "schedule": "all" } }
        """;

    public void Dispose() => Folder.Dispose();

    private static string Text(Random random, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));
}
