namespace AdaptiveProvider.Models.Tests.Templates.Library;

/// <summary>Filters on text.</summary>
public sealed class TextFilterTests
{
    [Theory]
    [InlineData("s|upper", "HELLO, WÖRLD 🤗 FOO")]
    [InlineData("s|lower", "hello, wörld 🤗 foo")]
    [InlineData("s|title", "Hello, Wörld 🤗 Foo")]
    [InlineData("'foo-bar (baz) [q] {w} <e>'|title", "Foo-Bar (Baz) [Q] {W} <E>")]
    [InlineData("\"they're bill's\"|title", "They're Bill's")]
    [InlineData("'hELLO'|capitalize", "Hello")]
    [InlineData("'  x '|trim", "x")]
    [InlineData("'xxaxx'|trim('x')", "a")]
    [InlineData("5|string", "5")]
    [InlineData("123|replace(2,'x')", "1x3")]
    [InlineData("'aaa'|replace('a','b',1)", "baa")]
    [InlineData("'abc'|center(9)", "   abc   ")]
    [InlineData("'hello world foo'|wordcount", "3")]
    [InlineData("\"it's a-b c_d é\"|wordcount", "6")]
    [InlineData("'<a href=\"x\">&\\'</a>'|e", "&lt;a href=&#34;x&#34;&gt;&amp;&#39;&lt;/a&gt;")]
    [InlineData("'<b>'|safe", "<b>")]
    [InlineData("'a b&c/d?é'|urlencode", "a%20b%26c/d%3F%C3%A9")]
    [InlineData("{'a':1,'b c':'d&'}|urlencode", "a=1&b+c=d%26")]
    public void Filter_Text_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("m|indent", "line1\n    line2\n\n    line4")]
    [InlineData("m|indent(2)", "line1\n  line2\n\n  line4")]
    [InlineData("m|indent(2,true)", "  line1\n  line2\n\n  line4")]
    [InlineData("m|indent(2,true,true)", "  line1\n  line2\n  \n  line4")]
    [InlineData("m|indent('>>')", "line1\n>>line2\n\n>>line4")]
    [InlineData("m|indent(width=1,blank=true)", "line1\n line2\n \n line4")]
    [InlineData("''|indent(2,true)", "  ")]
    [InlineData("'a\\n'|indent", "a\n")]
    public void Indent_Lines_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("'foo bar baz qux'|truncate(9)", "foo...")]
    [InlineData("'foo bar baz qux'|truncate(9,true)", "foo ba...")]
    [InlineData("'foo bar baz qux'|truncate(11)", "foo bar baz qux")]
    [InlineData("'foo bar baz qux'|truncate(11,false,'...',0)", "foo bar...")]
    [InlineData("'foo bar baz qux'|truncate(5,end='',leeway=0)", "foo")]
    public void Truncate_Text_FollowsJinja(string expression, string expected)
        => Assert.Equal(expected, SampleConversation.Render("{{ " + expression + " }}"));
}
