using System.Collections.Immutable;
using AdaptiveProvider.Text;

namespace AdaptiveProvider.Tests.Text;

public sealed class StopSequenceMatcherTests
{
    [Fact]
    public void Append_SequenceAcrossPieces_ShowsOnlyWhatIsBeforeIt()
    {
        var matcher = new StopSequenceMatcher(["STOP"]);

        string[] shown = [matcher.Append("go S"), matcher.Append("TO"), matcher.Append("P on"), matcher.Append("more"), matcher.Flush()];

        Assert.Equal(["go ", "", "", "", ""], shown);
        Assert.Equal("STOP", matcher.Matched);
    }

    [Fact]
    public void Append_BeginningThatComesToNothing_IsShownLater()
    {
        var matcher = new StopSequenceMatcher(["STOP"]);

        string[] shown = [matcher.Append("go ST"), matcher.Append("AY"), matcher.Append(" ST"), matcher.Flush()];

        Assert.Equal(["go ", "STAY", " ", "ST"], shown);
        Assert.Null(matcher.Matched);
    }

    [Theory]
    [InlineData("xabcd", "x", "abc", "abc", "bcd")]
    [InlineData("xabcd", "xa", "b", "abc", "b")]
    [InlineData("aaab", "a", "aab", "aab")]
    [InlineData("xabc", "x", "abc", "bc", "abc")]
    public void Append_SeveralSequences_FirstCompleteAndThenLongestWins(string text, string shown, string matched, params string[] sequences)
    {
        var matcher = new StopSequenceMatcher([.. sequences]);

        string result = string.Concat(text.Select(character => matcher.Append(character.ToString()))) + matcher.Flush();

        Assert.Equal(shown, result);
        Assert.Equal(matched, matcher.Matched);
    }

    [Fact]
    public void Append_RandomTextsAndCuts_EqualsSearchInTheWhole()
    {
        const int seed = 20260826;
        var random = new Random(seed);
        for (int round = 0; round < 3000; round++)
        {
            string text = RandomText(random, 30);
            ImmutableArray<string> sequences = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomText(random, 4) + "a")];
            var matcher = new StopSequenceMatcher(sequences);
            string shown = "";
            for (int position = 0; position < text.Length;)
            {
                int length = random.Next(1, Math.Min(6, text.Length - position) + 1);
                shown += matcher.Append(text.Substring(position, length));
                position += length;
            }

            shown += matcher.Flush();

            Assert.True(shown == Expected(text, sequences), $"seed {seed}, round {round}: '{text}' with {string.Join('|', sequences)} gave '{shown}'");
        }
    }

    private static string Expected(string text, ImmutableArray<string> sequences)
    {
        for (int end = 1; end <= text.Length; end++)
        {
            var ending = sequences.Where(sequence => text[..end].EndsWith(sequence, StringComparison.Ordinal)).ToList();
            if (ending.Count > 0)
            {
                return text[..(end - ending.Max(sequence => sequence.Length))];
            }
        }

        return text;
    }

    private static string RandomText(Random random, int lengthMax)
        => string.Concat(Enumerable.Range(0, random.Next(lengthMax + 1)).Select(_ => "ab"[random.Next(2)]));
}
