using System.Globalization;
using System.Text;
using AdaptiveProvider.Models.Tokenization.Patterns;

namespace AdaptiveProvider.Models.Tests.Tokenization.Patterns;

/// <summary>Expressions written for Oniguruma give Oniguruma's matches, or are refused.</summary>
public class RegexPatternTests
{
    [Theory]
    [InlineData(@"\p{N}{1,3}", "12345", "123 45")]
    [InlineData(@"\p{N}{1,3}+", "12345", "12345")]
    [InlineData(@"a++ab|b", "aab", "b")]
    [InlineData(@"a?+a|b", "ab", "b")]
    [InlineData(@"x*+y", "xxy", "xxy")]
    [InlineData(@"(?i:'s|k)", "'\u017F \u212A 'S", "'\u017F \u212A 'S")]
    [InlineData(@"(?i)abc|d", "aBc D", "aBc D")]
    [InlineData(@"((?i)a)b|B", "Ab AB", "Ab B")]
    [InlineData(@"\w+", "a\u0301\u0903\u2167 b", "a\u0301\u0903\u2167 b")]
    [InlineData(@"[\w-]+", "a-b c", "a-b c")]
    [InlineData(@"^a|b$", "a\na b\nb", "a a b b")]
    [InlineData(@"a.", "a\na\r", "a\r")]
    [InlineData(@"[\x{41}-\x43\u0044]+", "XABCDE", "ABCD")]
    [InlineData(@"[^\S ]|\P{L}\p{^Lu}", "1a", "1a")]
    [InlineData(@"[]a]+", "]a", "]a")]
    [InlineData(@"[一-龥]+", "ab生活c", "生活")]
    [InlineData(@"\p{So}", "a🤗b", "🤗")]
    [InlineData(@"(?<=a)b(?!c)(?=d)|(?<!a)e", "abd abc e ae", "b e")]
    [InlineData(@"(?>a+)b", "aab", "aab")]
    public void FindMatches_OnigurumaSyntax_MatchesTheSame(string expression, string text, string expected)
    {
        var matches = new List<Range>();

        RegexPattern.Create(expression, Fault).FindMatches(text, matches);

        Assert.Equal(expected, string.Join(' ', matches.Select(match => text[match])));
    }

    [Theory]
    [InlineData(@"(a)\1", @"the escape \1")]
    [InlineData(@"[a-z&&[aeiou]]", "nested class")]
    [InlineData(@"[[:alpha:]]", "nested class")]
    [InlineData(@"\p{Han}", "Han")]
    [InlineData(@"\bword", @"the escape \b")]
    [InlineData("\U0001F600", "beyond U+FFFF")]
    [InlineData(@"\x{1F600}", "U+FFFF")]
    [InlineData(@"a{2000}", "{")]
    [InlineData(@"*a", "nothing to repeat")]
    [InlineData(@"a)", "unopened")]
    [InlineData(@"[a", "unclosed class")]
    [InlineData(@"(?<name>a)", "none of")]
    [InlineData(@"a\", "lone backslash")]
    public void Create_WithoutAnEqual_IsRefused(string expression, string named)
    {
        var error = Assert.Throws<ModelFormatException>(() => RegexPattern.Create(expression, Fault));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_DeepNesting_IsRefusedWithoutOverflow()
        => Assert.Throws<ModelFormatException>(() => RegexPattern.Create(new string('(', 4_000) + new string(')', 4_000), Fault));

    [Fact]
    public void Create_RepeatsOfRepeats_DoNotUnroll()
    {
        var matches = new List<Range>();

        RegexPattern.Create(@"(((\p{L}{1000}){1000}){1000}){1000}|a", Fault).FindMatches("aa", matches);

        Assert.Equal(2, matches.Count);
    }

    [Fact]
    public void FindMatches_CatastrophicExpression_StaysLinear()
    {
        var matches = new List<Range>();

        // Exponential for a backtracking engine.
        RegexPattern.Create("(a+)+b", Fault).FindMatches(new string('a', 100_000), matches);

        Assert.Empty(matches);
    }

    [Fact]
    public void Proxies_EveryCategory_KeepTheirCategory()
    {
        var beyond = Enumerable.Range(0x10000, 0x100000).Select(scalar => Rune.GetUnicodeCategory(new Rune(scalar))).Distinct();

        foreach (var category in beyond)
        {
            Assert.Equal(category, CharUnicodeInfo.GetUnicodeCategory(ScalarProxies.Of(category)));
        }
    }

    private static ModelFormatException Fault(string problem) => new("tokenizer.json", "pattern", problem);
}
