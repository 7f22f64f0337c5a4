namespace AdaptiveProvider.Models.Tests.Templates.Library;

/// <summary>Filters that apply filters and tests to each element, and give them once.</summary>
public sealed class SelectionFilterTests
{
    [Theory]
    [InlineData("u|map(attribute='name')|list", "['Bob', 'al', 'Cy']")]
    [InlineData("u|map(attribute='x.y',default=0)|list", "[1, 2, 0]")]
    [InlineData("u|map(attribute='zz')|list", "[Undefined, Undefined, Undefined]")]
    [InlineData("l|map('string')|list", "['3', '1', '2']")]
    [InlineData("w|map('upper')|join", "BACA")]
    [InlineData("w|map('replace','a','z')|list", "['b', 'A', 'c', 'z']")]
    [InlineData("none|map('upper')|list", "[]")]
    [InlineData("[[1,2],[3]]|map('length')|list", "[2, 1]")]
    [InlineData("[[1,2],[3]]|map(attribute=0)|list", "[1, 3]")]
    [InlineData("[[1,2],[3]]|map('join','-')|list", "['1-2', '3']")]
    public void Map_Elements_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("l|select('odd')|list", "[3, 1]")]
    [InlineData("l|reject('odd')|list", "[2]")]
    [InlineData("l|select('>',1)|list", "[3, 2]")]
    [InlineData("[0,1,'',none,'a']|select|list", "[1, 'a']")]
    [InlineData("[0,1,'',none,'a']|reject|list", "[0, '', None]")]
    [InlineData("u|selectattr('x')|map(attribute='name')|list", "['Bob', 'al']")]
    [InlineData("u|selectattr('age','equalto',3)|map(attribute='name')|list", "['Bob', 'Cy']")]
    [InlineData("u|rejectattr('age','eq',3)|list|length", "1")]
    [InlineData("u|selectattr('name','in',['Bob'])|list|length", "1")]
    [InlineData("l|select('even')|first", "2")]
    public void Select_Elements_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("{% set x = l|map('string') %}{{ x|join }}-{{ x|join }}", "312-")]
    [InlineData("{% set x = l|select %}{{ x|first }}{{ x|first }}", "31")]
    [InlineData("{{ 'y' if l|select('>', 9) else 'n' }}", "y")]
    public void Iterators_ReadTwice_AreSpent(string template, string expected)
        => Assert.Equal(expected, SampleConversation.Render(template));
}
