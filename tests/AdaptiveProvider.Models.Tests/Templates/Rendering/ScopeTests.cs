namespace AdaptiveProvider.Models.Tests.Templates.Rendering;

/// <summary>Assignments and what sees them.</summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData("{% set x = 1 %}{% for i in l %}{% set x = i %}{{ x }}{% endfor %}{{ x }}", "3121")]
    [InlineData("{% set x = 0 %}{% for i in l %}{{ x }}{% set x = x + 1 %}{% endfor %}", "000")]
    [InlineData("{% set ns = namespace(x=0) %}{% for i in l %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}", "6")]
    [InlineData("{% if true %}{% set x = 1 %}{% endif %}{{ x }}", "1")]
    [InlineData("{% with x = 1, y = 2 %}{{ x }}{{ y }}{% endwith %}{{ x }}", "12")]
    [InlineData("{% set x = 1 %}{% with x = 2, y = x %}{{ x }}{{ y }}{% endwith %}{{ x }}", "211")]
    [InlineData("{% set a, b = 1, 2 %}{{ a }}{{ b }}", "12")]
    [InlineData("{% set (a, b) = [1, 2] %}{{ a }}{{ b }}", "12")]
    [InlineData("{% set x %}a{{ n }}{% endset %}[{{ x }}]", "[a7]")]
    [InlineData("{% set x | upper | trim %} a{{ n }} {% endset %}[{{ x }}]", "[A7]")]
    [InlineData("{% filter upper %}a{{ n }}b{% endfilter %}", "A7B")]
    [InlineData("{% filter replace('a', 'b') | title %}a cat{% endfilter %}", "B Cbt")]
    [InlineData("{% generation %}{% set x = 1 %}{{ x }}{% endgeneration %}[{{ x }}]", "1[]")]
    [InlineData("{% set n = n + 1 %}{{ n }}", "8")]
    [InlineData("{% set range = 5 %}{{ range }}", "5")]
    [InlineData("{% if n > 9 %}a{% elif n > 5 %}b{% else %}c{% endif %}", "b")]
    public void Set_Scopes_FollowJinja(string template, string expected)
        => Assert.Equal(expected, SampleConversation.Render(template));

    [Theory]
    [InlineData("{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(1, b=4) }} {{ m(b=1, a=2) }} {{ m() }}", "12 13 14 21 2")]
    [InlineData("{% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}", "11")]
    [InlineData("{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}", "(1, 2){'x': 3}")]
    [InlineData("{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}x{{ n }}{% endcall %}", "<x7>")]
    [InlineData("{% macro m(items) %}{% for i in items %}{{ caller(i) }}{% endfor %}{% endmacro %}{% call(i) m(l) %}[{{ i }}]{% endcall %}", "[3][1][2]")]
    [InlineData("{% macro f(k) %}{{ k }}{% if k > 0 %}{{ f(k - 1) }}{% endif %}{% endmacro %}{{ f(3) }}", "3210")]
    [InlineData("{% macro m(a) %}{{ n }}{{ a }}{% endmacro %}{{ m(*[1]) }}{{ m(**{'a': 2}) }}", "7172")]
    [InlineData("{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{% set x = 2 %}{{ m() }}", "2")]
    [InlineData("{% macro m(a) %}{% set z = a %}{{ z }}{% endmacro %}{{ m(1) }}[{{ z }}]", "1[]")]
    [InlineData("{% macro m(a, b) %}{% endmacro %}{{ m.name }}{{ m.arguments }}", "m('a', 'b')")]
    [InlineData("{{ (m is defined) }}{% macro m() %}x{% endmacro %}{{ m()|upper }}", "TrueX")]
    public void Macro_Calls_FollowJinja(string template, string expected)
        => Assert.Equal(expected, SampleConversation.Render(template));
}
