namespace AdaptiveProvider.Models.Tests.Templates.Library;

/// <summary>Functions every template can call.</summary>
public sealed class GlobalTests
{
    [Theory]
    [InlineData("dict(a=1,b=2)", "{'a': 1, 'b': 2}")]
    [InlineData("dict({'a':1},b=2)", "{'a': 1, 'b': 2}")]
    [InlineData("dict([('a',1)])", "{'a': 1}")]
    [InlineData("dict()", "{}")]
    [InlineData("namespace(a=1).a", "1")]
    [InlineData("namespace({'a':1}).a", "1")]
    [InlineData("namespace(a=1).b", "")]
    [InlineData("range(10)|list", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]")]
    [InlineData("range(2,8,3)|list", "[2, 5]")]
    [InlineData("range(5,0,-2)|list", "[5, 3, 1]")]
    [InlineData("range(-3)|list", "[]")]
    [InlineData("range(5)|length", "5")]
    [InlineData("range(*[1,3])|list", "[1, 2]")]
    [InlineData("dict(**{'x':1})", "{'x': 1}")]
    public void Call_Globals_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("{% set c = cycler('a','b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}", "abab")]
    [InlineData("{% set j = joiner('|') %}{% for i in l %}{{ j() }}{{ i }}{% endfor %}", "3|1|2")]
    public void Call_StatefulGlobals_FollowsJinja(string template, string expected)
        => Assert.Equal(expected, SampleConversation.Render(template));

    [Theory]
    [InlineData("strftime_now('%Y-%m-%d %H:%M:%S')", "2024-07-26 00:00:00")]
    [InlineData("strftime_now('%d %b %Y')", "26 Jul 2024")]
    [InlineData("strftime_now('%A, %B %-d, %y %j %p %I %a')", "Friday, July 26, 24 208 AM 12 Fri")]
    [InlineData("strftime_now('%U %W %w %u %V %G %e %D %F %T %R %r')", "29 30 5 5 30 2024 26 07/26/24 2024-07-26 00:00:00 00:00 12:00:00 AM")]
    [InlineData("strftime_now('%c|%x|%X|%f|%%|%-m|%-H|%k|%l')", "Fri Jul 26 00:00:00 2024|07/26/24|00:00:00|000000|%|7|0| 0|12")]
    public void StrftimeNow_Directives_FollowC(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));
}
