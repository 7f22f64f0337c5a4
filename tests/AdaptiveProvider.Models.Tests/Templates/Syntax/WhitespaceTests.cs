namespace AdaptiveProvider.Models.Tests.Templates.Syntax;

/// <summary>Trimmed blocks, stripped indentation and the signs that change them.</summary>
public sealed class WhitespaceTests
{
    [Theory]
    [InlineData("a\n{% if true %}\nb\n{% endif %}\nc", "a\nb\nc")]
    [InlineData("a\n  {% if true %}\n  b\n  {% endif %}\nc", "a\n  b\nc")]
    [InlineData("a\n  {{ n }}\nb", "a\n  7\nb")]
    [InlineData("a {%- if true -%} b {%- endif -%} c", "abc")]
    [InlineData("a \n {{- n -}} \n b", "a7b")]
    [InlineData("a\n  {%+ if true %}\nb{% endif %}", "a\n  b")]
    [InlineData("{% if true +%}\nb{% endif %}", "\nb")]
    [InlineData("a\n  {# c #}\nb", "a\nb")]
    [InlineData("a\n  {#- c -#}\n  b", "ab")]
    [InlineData("a{# c #}\nb", "ab")]
    [InlineData("x  {% if true %}y{% endif %}  z", "x  y  z")]
    [InlineData("a\n\n", "a\n")]
    [InlineData("a\r\nb\r\n", "a\nb")]
    [InlineData("{% raw %}\n{{ x }}{% endraw %}\nb", "\n{{ x }}b")]
    [InlineData("{%- raw -%} {{ x }} {%- endraw -%} b", "{{ x }}b")]
    [InlineData("  {% raw %}{% y %}{% endraw %}", "{% y %}")]
    [InlineData("{{ {'a': {'b': 1}}}}", "{'a': {'b': 1}}")]
    [InlineData("{{'}}'}}", "}}")]
    [InlineData("{% set x = '%}' %}{{ x }}", "%}")]
    [InlineData("  {% set x = 1 %}  {% set y = 2 %}\n{{ x }}", "  1")]
    [InlineData("\t{% if true %}\t{% endif %}\t", "\t\t")]
    [InlineData("{{ n }}\n{{ n }}\n", "7\n7")]
    [InlineData("{% for i in l %}\n  {{ i }}\n{% endfor %}\n", "  3\n  1\n  2\n")]
    [InlineData("  {%- set x = 1 %}\n\n y", "\n y")]
    [InlineData("{%- if true %} \n {%- endif %}", "")]
    [InlineData("{#-#}a{# {{ x }} #}b", "ab")]
    public void Render_WhitespaceAroundTags_FollowsJinja(string template, string expected)
        => Assert.Equal(expected, SampleConversation.Render(template));
}
