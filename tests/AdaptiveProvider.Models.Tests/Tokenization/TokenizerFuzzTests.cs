using System.Text;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>Damaged files: a typed error, or a tokenizer that encodes and decodes.</summary>
public class TokenizerFuzzTests
{
    private const int Seed = 8_117;
    private const int Rounds = 1_500;

    private static readonly string[] Insertions =
    [
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "2147483647", "1e99", "\\ud800", "\"\"", "[[[[", "\"type\":\"Sequence\",", "\"Regex\"", "(a+)+$",
        "\"Fuse\"", "\"ByteFallback\"", "\"Metaspace\"", "\"Split\"", "\\u0000", "<0x0A>", "(?!", "{1,9}",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_MutatedFiles_TypedErrorOrAWorkingTokenizer(bool byteFallback)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(Seed);
        var definition = (byteFallback ? TinyTokenizers.ByteFallback("▁ a", "l l", "h e") : Busy()).ToJsonString();
        var settings = """{"tokenizer_class":"LlamaTokenizer","add_bos_token":false,"bos_token":{"content":"<s>"},"clean_up_tokenization_spaces":true,"added_tokens_decoder":{"300":{"content":"<x>","lstrip":true}}}""";
        var loaded = 0;
        for (var round = 0; round < Rounds; round++)
        {
            File.WriteAllText(folder["tokenizer.json"], Mutate(definition, random, round % 3 != 0));
            File.WriteAllText(folder["tokenizer_config.json"], Mutate(settings, random, round % 3 == 0));
            try
            {
                var tokenizer = Tokenizer.Load(folder.Path);
                loaded++;
                tokenizer.Decode(tokenizer.Encode("Hello, wörld! 123 <x> 🤗▁<s>"));
                tokenizer.GetTokenBytes(7);
            }
            catch (ModelFormatException)
            {
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, round {round}: {e}");
            }
        }

        Assert.InRange(loaded, Rounds / 50, Rounds - 1);
    }

    /// <summary>A definition with a component of every kind, so that mutations meet every reader.</summary>
    private static System.Text.Json.Nodes.JsonObject Busy() => TinyTokenizers.ByteLevel("a b", "Ġ a", "l l")
        .With(TinyTokenizers.Added("<x>", 260, normalized: true, leftStrip: true, rightStrip: true, singleWord: true))
        .With("normalizer", """{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace","pattern":{"Regex":"a{2,3}"},"content":"b"},{"type":"Lowercase"},{"type":"Strip","strip_left":true,"strip_right":false}]}""")
        .With("pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?i:'s|'t)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false},{"type":"Digits","individual_digits":true},{"type":"Punctuation","behavior":"Contiguous"},{"type":"ByteLevel","add_prefix_space":true,"use_regex":false}]}""")
        .With("post_processor", """{"type":"Sequence","processors":[{"type":"ByteLevel"},{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"e","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"special_tokens":{"e":{"id":"e","ids":[259],"tokens":["<|end|>"]}}}]}""")
        .With("decoder", """{"type":"Sequence","decoders":[{"type":"ByteLevel"},{"type":"Replace","pattern":{"String":"ab"},"content":"x"},{"type":"Strip","content":" ","start":1,"stop":1}]}""");

    private static string Mutate(string json, Random random, bool damage)
    {
        if (!damage)
        {
            return json;
        }

        // Half of the damage falls outside the long vocabulary, where the structure is.
        var text = new StringBuilder(json);
        var vocabulary = json.IndexOf("\"vocab\"", StringComparison.Ordinal);
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(vocabulary > 0 && random.Next(4) > 0 ? Math.Min(vocabulary, text.Length) : text.Length);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (char)random.Next(32, 127);
                    break;
                case 1:
                    text.Insert(at, Insertions[random.Next(Insertions.Length)]);
                    break;
                case 2:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                case 3:
                    var length = Math.Min(random.Next(1, 60), text.Length - at);
                    text.Insert(at, text.ToString(at, length));
                    break;
                default:
                    // A digit changes without damage to the syntax, so that later checks are reached.
                    var digit = text.ToString().AsSpan(at).IndexOfAnyInRange('0', '9');
                    text[digit < 0 ? at : at + digit] = (char)('0' + random.Next(10));
                    break;
            }
        }

        return text.ToString();
    }
}
