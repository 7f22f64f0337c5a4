using AdaptiveProvider.Constraints.Automata;
using AdaptiveProvider.Constraints.Patterns;

namespace AdaptiveProvider.Tests.Constraints.Automata;

/// <summary>States that are alike accept the same short words, and no others do.</summary>
public sealed class LikeStatesTests
{
    [Theory]
    [InlineData("^a{1,50}$", 5)]
    [InlineData("^(ab|ba){0,20}b?$", 4)]
    [InlineData("^(a|b)*abb(a|b){3}$", 3)]
    [InlineData("a{3,}b", 2)]
    public void Representatives_ShortWords_TellExactlyTheOthersApart(string pattern, int length)
    {
        var automaton = PatternAutomaton.Of(pattern);

        int[] representatives = LikeStates.Representatives(automaton, length);

        string[] languages = [.. Enumerable.Range(0, automaton.Edges.Length).Select(state => Language(automaton, state, length))];
        for (int state = 0; state < languages.Length; state++)
        {
            Assert.Equal(Array.IndexOf(languages, languages[state]), representatives[state]);
        }
    }

    [Fact]
    public void Representatives_LongRepeats_ManyAreAlike()
    {
        var automaton = PatternAutomaton.Of("^[a-z]{1,500}$");

        Assert.InRange(LikeStates.Representatives(automaton, 16).Distinct().Count(), 17, 19);
    }

    // All words of two letters up to a length, each with whether it leads somewhere and whether it may end.
    private static string Language(Automaton automaton, int state, int length)
    {
        string own = automaton.Accepting[state] ? "!" : ".";
        return length == 0 ? own : own + string.Concat("abc".Select(letter => automaton.Next(state, letter) is var next && next < 0 ? "-" : $"({Language(automaton, next, length - 1)})"));
    }
}
