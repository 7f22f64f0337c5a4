using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Benchmarks;

/// <summary>What constrained decoding costs per token: masks and steps over a vocabulary of random words, the first time in a state and again.</summary>
internal static class ConstraintBenchmark
{
    private static readonly (string Name, string Schema)[] Schemas =
    [
        ("any JSON", "true"),
        ("weather", """{"type":"object","properties":{"city":{"type":"string"},"temperature":{"type":"number","minimum":-90,"maximum":60},"conditions":{"enum":["sunny","cloudy","rain"]},"wind":{"type":"integer","minimum":0,"maximum":400}},"required":["city","temperature"]}"""),
        ("text of 1000", """{"type":"string","maxLength":1000}"""),
        ("pattern", """{"type":"string","pattern":"^[A-Za-z ]{1,200}$"}"""),
        ("date-times", """{"type":"array","items":{"type":"string","format":"date-time"}}"""),
    ];

    public static int Run(int vocabularySize)
    {
        var tokenizer = RandomTokenizer(vocabularySize);
        var clock = Stopwatch.StartNew();
        var constraints = new JsonConstraints(tokenizer, tokenizer.VocabularySize, [ByteTokenizerFiles.TurnEnd]);
        _ = constraints.Json().AllowedTokens;
        Console.WriteLine($"{tokenizer.VocabularySize} tokens, indexed in {clock.ElapsedMilliseconds} ms");
        Console.WriteLine($"{"schema",-14}{"compile ms",11}{"tokens",8}{"implied",9}{"first: median us",18}{"mean",8}{"p90",8}{"max",8}{"step us",9}{"again: mask us",16}{"step us",9}");
        foreach (var (name, schema) in Schemas)
        {
            clock.Restart();
            var start = constraints.FromSchema(JsonDocument.Parse(schema).RootElement);
            double compile = clock.Elapsed.TotalMilliseconds;
            var first = Walk(start, tokenizer);
            var again = Walk(start, tokenizer);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14}{compile,11:F1}{first.Masks.Count,8}{first.Implied,9}{first.Masks.Order().ElementAt(first.Masks.Count / 2),18:F1}{first.Masks.Average(),8:F0}{first.Masks.Order().ElementAt(first.Masks.Count * 9 / 10),8:F0}{first.Masks.Max(),8:F0}{first.Steps.Average(),9:F1}{again.Masks.Average(),16:F1}{again.Steps.Average(),9:F1}"));
        }

        return 0;
    }

    // Random replies, the same each time, so that the second walk meets no new state.
    private static (List<double> Masks, List<double> Steps, int Implied) Walk(ITokenConstraint start, Tokenizer tokenizer)
    {
        var (masks, steps, implied) = (new List<double>(), new List<double>(), 0);
        for (int seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var state = start;
            for (int step = 0; step < 60 && !state.IsComplete; step++)
            {
                long begin = Stopwatch.GetTimestamp();
                var mask = state.AllowedTokens;
                masks.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
                int token = state.ImpliedToken ?? Draw(mask.Span, random, tokenizer);
                implied += state.ImpliedToken is null ? 0 : 1;
                if (token == ByteTokenizerFiles.TurnEnd)
                {
                    break;
                }

                begin = Stopwatch.GetTimestamp();
                state = state.After(token);
                steps.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
            }
        }

        return (masks, steps, implied);
    }

    private static int Draw(ReadOnlySpan<uint> mask, Random random, Tokenizer tokenizer)
    {
        var allowed = new List<int>();
        for (int token = 0; token < tokenizer.VocabularySize; token++)
        {
            if ((mask[token / 32] >> (token % 32) & 1) == 1)
            {
                allowed.Add(token);
            }
        }

        return allowed[random.Next(allowed.Count)];
    }

    // All bytes, and words of letters, with the shares of spaces, punctuation, digits and other scripts that real vocabularies have.
    private static Tokenizer RandomTokenizer(int size)
    {
        using var folder = new TemporaryFolder();
        ByteTokenizerFiles.Write(folder.Path);
        var json = JsonNode.Parse(File.ReadAllText(folder["tokenizer.json"]))!;
        var vocabulary = json["model"]!["vocab"]!.AsObject();
        var spelling = vocabulary.ToDictionary(entry => (byte)entry.Value!.GetValue<int>(), entry => entry.Key);
        var random = new Random(1);
        int id = ByteTokenizerFiles.VocabularySize;
        while (id < size)
        {
            string token = string.Concat(Word(random).SelectMany(value => spelling[value]));
            if (vocabulary.TryAdd(token, id))
            {
                id++;
            }
        }

        File.WriteAllText(folder["tokenizer.json"], json.ToJsonString());
        return Tokenizer.Load(folder.Path);
    }

    private static byte[] Word(Random random)
    {
        const string Letters = "etaoinshrdlucmfwypvbgkjqxz", Marks = "\"\"\"'(),.:;{}[]<>/\\=+-_*&|!?#\n\t  ";
        int length = random.Next(2, 5) + random.Next(6);
        string word = random.Next(100) switch
        {
            < 60 => (random.Next(2) == 0 ? " " : "") + Pick(random, Letters, length),
            < 70 => " " + char.ToUpperInvariant(Letters[random.Next(20)]) + Pick(random, Letters, length),
            < 80 => Pick(random, Marks, random.Next(2, 6)),
            < 85 => Pick(random, Letters, 2) + Pick(random, Marks, random.Next(1, 3)),
            < 88 => Pick(random, "0123456789", random.Next(2, 5)),
            _ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => new Rune(random.Next(0x3A0, 0x9000)).ToString())),
        };
        byte[] bytes = Encoding.UTF8.GetBytes(word);

        // Byte-level vocabularies have pieces of characters too.
        return random.Next(100) < 3 && bytes.Length > 2 ? bytes[..^1] : bytes;
    }

    private static string Pick(Random random, string from, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => from[random.Next(from.Length)]));
}
