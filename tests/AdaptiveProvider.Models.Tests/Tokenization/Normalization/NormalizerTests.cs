using System.Text;
using AdaptiveProvider.Models.Tokenization.Normalization;

namespace AdaptiveProvider.Models.Tests.Tokenization.Normalization;

/// <summary>Each normalizer of a tokenizer.json. These tests run with invariant globalization, where string.Normalize does nothing.</summary>
public class NormalizerTests
{
    [Theory]
    [InlineData(NormalizationForm.FormC, "e\u0301", "\u00E9")]
    [InlineData(NormalizationForm.FormD, "\u00E9", "e\u0301")]
    [InlineData(NormalizationForm.FormC, "\uFB01", "\uFB01")]
    [InlineData(NormalizationForm.FormKC, "\uFB01\u00B2\u2460", "fi21")]
    [InlineData(NormalizationForm.FormKD, "\u00E9\uFF21", "e\u0301A")]
    [InlineData(NormalizationForm.FormC, "\u1100\u1161\u11A8", "\uAC01")]
    [InlineData(NormalizationForm.FormD, "\uAC01\uAC00", "\u1100\u1161\u11A8\u1100\u1161")]
    [InlineData(NormalizationForm.FormC, "\u212B\u2126", "\u00C5\u03A9")]
    [InlineData(NormalizationForm.FormC, "\u0958", "\u0915\u093C")]
    [InlineData(NormalizationForm.FormD, "a\u0301\u0323", "a\u0323\u0301")]
    [InlineData(NormalizationForm.FormC, "a\u0301\u0323", "\u1EA1\u0301")]
    [InlineData(NormalizationForm.FormC, "a\u0305\u0301", "a\u0305\u0301")]
    [InlineData(NormalizationForm.FormC, "\U00011099\U000110BA", "\U0001109A")]
    [InlineData(NormalizationForm.FormKC, "\uFDFA", "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 \u0639\u0644\u064A\u0647 \u0648\u0633\u0644\u0645")]
    public void Normalize_UnicodeForms_MatchTheStandard(NormalizationForm form, string text, string expected)
        => Assert.Equal(expected, new UnicodeNormalizer(form).Normalize(text));

    [Fact]
    public void Normalize_RandomText_FormsAreConsistent()
    {
        const int Seed = 20_26;
        var random = new Random(Seed);
        var (composed, decomposed) = (new UnicodeNormalizer(NormalizationForm.FormC), new UnicodeNormalizer(NormalizationForm.FormD));
        for (var round = 0; round < 3_000; round++)
        {
            var text = RandomText.Next(random, 12);

            var nfc = composed.Normalize(text);
            var nfd = decomposed.Normalize(text);

            Assert.True(nfc == composed.Normalize(nfc) && nfd == decomposed.Normalize(nfd), $"not idempotent: seed {Seed}, round {round}");
            Assert.True(nfc == composed.Normalize(nfd) && nfd == decomposed.Normalize(nfc), $"not canonical: seed {Seed}, round {round}");
        }
    }

    [Theory]
    [InlineData("""{"type":"Prepend","prepend":"▁"}""", "a b", "▁a b")]
    [InlineData("""{"type":"Prepend","prepend":"▁"}""", "", "")]
    [InlineData("""{"type":"Replace","pattern":{"String":" "},"content":"▁"}""", " a  b", "▁a▁▁b")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}""", "a   b c", "a b c")]
    [InlineData("""{"type":"Lowercase"}""", "ÀΣ\u0130X", "àσi\u0307x")]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":false}""", " \ta \n", "a \n")]
    [InlineData("""{"type":"Strip","strip_left":false,"strip_right":true}""", " \ta \n", " \ta")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"}]}""", "Éa\u0302", "Ea")]
    [InlineData("""{"type":"Sequence","normalizers":[]}""", "É", "É")]
    public void Normalize_Components_RewriteTheText(string json, string text, string expected)
    {
        var steps = NormalizerReader.Read(TinyTokenizers.Field(json));

        Assert.Equal(expected, steps.Aggregate(text, (current, step) => step.Normalize(current)));
    }

    [Fact]
    public void Read_Precompiled_IsRefusedByName()
    {
        var error = Assert.Throws<ModelFormatException>(() => TinyTokenizers.ByteLevel()
            .With("normalizer", """{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Precompiled","precompiled_charsmap":"AA=="}]}""").Build());

        Assert.Equal("normalizer.normalizers[1].type", error.Field);
        Assert.Contains("\"Precompiled\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("NFKC", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ReplacementsThatExplode_AreRefused()
    {
        var step = """{"type":"Replace","pattern":{"String":"a"},"content":"aaaaaaaaaaaaaaaa"}""";

        Assert.Throws<ModelFormatException>(() => NormalizerReader.Read(
            TinyTokenizers.Field($$"""{"type":"Sequence","normalizers":[{{step}},{{step}},{{step}}]}""")));
    }

    [Fact]
    public void Normalize_ManyMarks_TakesLittleTime()
    {
        var text = "e" + string.Concat(Enumerable.Repeat("\u0301\u0323", 200_000));

        var normalized = new UnicodeNormalizer(NormalizationForm.FormC).Normalize(text);

        Assert.StartsWith("\u1EB9\u0323", normalized, StringComparison.Ordinal);
    }
}
