namespace AdaptiveProvider.Models.Tests.Templates.Library;

/// <summary>Methods of dictionaries, lists and tuples; those that would change their object are not there.</summary>
public sealed class CollectionMethodTests
{
    [Theory]
    [InlineData("d.items()|list", "[('b', 1), ('a', 2), ('C', 3)]")]
    [InlineData("d.keys()|list", "['b', 'a', 'C']")]
    [InlineData("d.values()|list", "[1, 2, 3]")]
    [InlineData("d.get('a')", "2")]
    [InlineData("d.get('zzz')", "None")]
    [InlineData("d.get('zzz',5)", "5")]
    [InlineData("d.copy()", "{'b': 1, 'a': 2, 'C': 3}")]
    [InlineData("l.index(1)", "1")]
    [InlineData("l.count(1)", "1")]
    [InlineData("(1,2).index(2)", "1")]
    [InlineData("l.copy()", "[3, 1, 2]")]
    [InlineData("l.append is defined", "False")]
    [InlineData("d.update is defined", "False")]
    [InlineData("{'items':5}['items']", "5")]
    [InlineData("{'x':5}.items()|list", "[('x', 5)]")]
    public void Methods_Collections_FollowPython(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));
}
