namespace AdaptiveProvider.Models.Tests.Templates.Library;

/// <summary>Filters on sequences.</summary>
public sealed class SequenceFilterTests
{
    [Theory]
    [InlineData("l|length", "3")]
    [InlineData("s|length", "18")]
    [InlineData("d|count", "3")]
    [InlineData("undefined|length", "0")]
    [InlineData("l|first", "3")]
    [InlineData("l|last", "2")]
    [InlineData("[]|first", "")]
    [InlineData("s|first", "H")]
    [InlineData("s|last", "o")]
    [InlineData("d|first", "b")]
    [InlineData("d|last", "C")]
    [InlineData("'ab'|list", "['a', 'b']")]
    [InlineData("d|list", "['b', 'a', 'C']")]
    [InlineData("l|reverse|list", "[2, 1, 3]")]
    [InlineData("s|reverse", "oof 🤗 dlröW ,olleH")]
    [InlineData("l|sum", "6")]
    [InlineData("l|sum(start=10)", "16")]
    [InlineData("u|sum(attribute='age')", "7")]
    [InlineData("[]|sum", "0")]
    [InlineData("l|min", "1")]
    [InlineData("l|max", "3")]
    [InlineData("w|min", "A")]
    [InlineData("w|min(case_sensitive=true)", "A")]
    [InlineData("[]|min", "")]
    [InlineData("u|max(attribute='age')", "{'name': 'Bob', 'age': 3, 'x': {'y': 1}}")]
    public void Size_Sequences_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("l|join(',')", "3,1,2")]
    [InlineData("l|join", "312")]
    [InlineData("u|join(',',attribute='name')", "Bob,al,Cy")]
    [InlineData("d|join('-')", "b-a-C")]
    [InlineData("[1,none,'a']|join(' ')", "1 None a")]
    [InlineData("'abc'|join('.')", "a.b.c")]
    public void Join_Sequences_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("l|sort", "[1, 2, 3]")]
    [InlineData("w|sort", "['A', 'a', 'b', 'c']")]
    [InlineData("w|sort(case_sensitive=true)", "['A', 'a', 'b', 'c']")]
    [InlineData("w|sort(reverse=true)", "['c', 'b', 'A', 'a']")]
    [InlineData("w|sort(true,true)", "['c', 'b', 'a', 'A']")]
    [InlineData("u|sort(attribute='age')|map(attribute='name')|list", "['al', 'Bob', 'Cy']")]
    [InlineData("u|sort(attribute='age,name')|map(attribute='name')|list", "['al', 'Bob', 'Cy']")]
    [InlineData("u|sort(attribute='age',reverse=true)|map(attribute='name')|list", "['Bob', 'Cy', 'al']")]
    [InlineData("d|sort", "['a', 'b', 'C']")]
    [InlineData("d|dictsort", "[('a', 2), ('b', 1), ('C', 3)]")]
    [InlineData("d|dictsort(true)", "[('C', 3), ('a', 2), ('b', 1)]")]
    [InlineData("d|dictsort(by='value')", "[('b', 1), ('a', 2), ('C', 3)]")]
    [InlineData("d|dictsort(reverse=true)", "[('C', 3), ('b', 1), ('a', 2)]")]
    [InlineData("[[2,1],[1,2]]|sort", "[[1, 2], [2, 1]]")]
    [InlineData("[none,none]|sort", "[None, None]")]
    public void Sort_Sequences_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("u|groupby('age')", "[(1, [{'name': 'al', 'age': 1, 'x': {'y': 2}}]), (3, [{'name': 'Bob', 'age': 3, 'x': {'y': 1}}, {'name': 'Cy', 'age': 3}])]")]
    [InlineData("(u|groupby('age'))[0].grouper", "1")]
    [InlineData("(u|groupby('age'))[0].list|length", "1")]
    [InlineData("u|groupby('zz',default=1)|length", "1")]
    [InlineData("w|groupby(0)", "[('A', ['A', 'a']), ('b', ['b']), ('c', ['c'])]")]
    [InlineData("[1,1,2,true,1.0,'a','A','a']|unique|list", "[1, 2, 'a']")]
    [InlineData("['a','A']|unique(case_sensitive=true)|list", "['a', 'A']")]
    [InlineData("u|unique(attribute='age')|map(attribute='name')|list", "['Bob', 'al']")]
    [InlineData("[1,2,3,4,5]|batch(2)|list", "[[1, 2], [3, 4], [5]]")]
    [InlineData("[1,2,3,4,5]|batch(2,'x')|list", "[[1, 2], [3, 4], [5, 'x']]")]
    [InlineData("[1,2,3,4,5]|slice(3,'x')|list", "[[1, 2], [3, 4], [5, 'x']]")]
    [InlineData("[1,2,3]|slice(5)|list", "[[1], [2], [3], [], []]")]
    [InlineData("d|items|list", "[('b', 1), ('a', 2), ('C', 3)]")]
    public void Group_Sequences_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));
}
