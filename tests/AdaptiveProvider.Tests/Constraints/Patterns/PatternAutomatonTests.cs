using System.Text;
using System.Text.RegularExpressions;
using AdaptiveProvider.Constraints.Automata;
using AdaptiveProvider.Constraints.Patterns;

namespace AdaptiveProvider.Tests.Constraints.Patterns;

/// <summary>Expressions against the ones of .NET, on random texts over the characters that matter to them.</summary>
public sealed class PatternAutomatonTests
{
    private static readonly string[] Parts = ["a", "b", "[ab]", "[^a]", ".", "\\d", "\\w", "\\s", "(a|bc)", "(?:ab)", "c", "\\.", "[a-c0-2]", "\\-", "\\u0041", "\\x62", "(?<n>b|)", "[\\d_]", "[]a]".Replace("]a", "\\]a", StringComparison.Ordinal)];
    private static readonly string[] Counts = ["", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_RandomExpressions_FindsWhatRegexFinds(int seed)
    {
        var random = new Random(seed);
        int found = 0, missed = 0;
        for (int round = 0; round < 150; round++)
        {
            string pattern = Pattern(random);
            var regex = new Regex(pattern, RegexOptions.ECMAScript);
            var automaton = PatternAutomaton.Of(pattern);
            var bytes = ByteAutomaton.Of(automaton, escapes: false);
            for (int i = 0; i < 60; i++)
            {
                string text = Text(random);
                bool isFound = regex.IsMatch(text);
                Assert.True(automaton.Accepts(text.EnumerateRunes().Select(rune => rune.Value)) == isFound, $"Seed {seed}: {pattern} in \"{text}\"");
                Assert.True(bytes.Accepts(Encoding.UTF8.GetBytes(text).Select(value => (int)value)) == isFound, $"Seed {seed}: bytes of {pattern} in \"{text}\"");
                (found, missed) = isFound ? (found + 1, missed) : (found, missed + 1);
            }
        }

        Assert.True(found > 500 && missed > 500, $"{found} found, {missed} missed");
    }

    [Theory]
    [InlineData("(?=a)b", "looks ahead")]
    [InlineData("(?<!a)b", "looks ahead or behind")]
    [InlineData(@"(a)\1", "refers back")]
    [InlineData(@"\bword", "word boundary")]
    [InlineData("a^b", "middle")]
    [InlineData("(a$)+b", "middle")]
    [InlineData("*a", "repeats nothing")]
    [InlineData("a)", "without (")]
    [InlineData("(a", "without )")]
    [InlineData("[a", "ends too early")]
    [InlineData("[b-a]", "out of order")]
    [InlineData("a{3,2}", "out of order")]
    [InlineData(@"\p{Greek}", "category Greek")]
    [InlineData(@"\q", "unknown escape")]
    public void Of_WhatIsNotSupported_SaysWhat(string pattern, string expected)
        => Assert.Contains(expected, Assert.Throws<PatternException>(() => PatternAutomaton.Of(pattern)).Message);

    [Fact]
    public void Of_HugeRepeats_AreRefused()
    {
        Assert.Throws<AutomatonTooLargeException>(() => PatternAutomaton.Of("((a{1000}){1000}){1000}"));
        Assert.Throws<AutomatonTooLargeException>(() => PatternAutomaton.Of("(a|b)*a(a|b){40}"));
        Assert.Throws<PatternException>(() => PatternAutomaton.Of(new string('(', 10_000)));
    }

    [Theory]
    [InlineData(@"^\p{Lu}\P{L}$", "Ä1", true)]
    [InlineData(@"^\p{Lu}\P{L}$", "ä1", false)]
    [InlineData(@"^\uD83D\uDE00$", "😀", true)]
    [InlineData(@"^.$", "😀", true)]
    [InlineData(@"^\u{1F600}$", "😀", true)]
    [InlineData(@"(^a|b$)", "xb", true)]
    [InlineData(@"(^a|b$)", "bx", false)]
    [InlineData("^a|b$", "ax", true)]
    [InlineData("", "anything", true)]
    [InlineData("a{b", "a{b", true)]
    public void Of_Unicode_CountsCodePoints(string pattern, string text, bool expected)
        => Assert.Equal(expected, PatternAutomaton.Of(pattern).Accepts(text.EnumerateRunes().Select(rune => rune.Value)));

    private static string Pattern(Random random)
    {
        string options = string.Join('|', Enumerable.Range(0, random.Next(1, 3)).Select(_ =>
            (random.Next(3) == 0 ? "^" : "") + string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Parts[random.Next(Parts.Length)] + Counts[random.Next(Counts.Length)])) + (random.Next(3) == 0 ? "$" : "")));
        return options;
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => "aaabbbccA012_.- \téd"[random.Next(19)]));
}
