using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates;

namespace AdaptiveProvider.Models.Tests.Templates;

/// <summary>Runaway templates end with a <see cref="TemplateException"/> that names the limit.</summary>
public sealed class TemplateLimitsTests
{
    [Theory]
    [InlineData("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", "Steps")]
    [InlineData("{% for a in range(2000000) %}{% endfor %}", "ValueElements")]
    [InlineData("{{ range(10**30)|list }}", "ValueElements")]
    [InlineData("{{ 'a' * 10**12 }}", "ValueCharacters")]
    [InlineData("{{ [0] * 10**12 }}", "ValueElements")]
    [InlineData("{{ ('a' * 10**6).replace('', 'b' * 1000) }}", "ValueCharacters")]
    [InlineData("{{ '%1000000000d' % 1 }}", "ValueCharacters")]
    [InlineData("{{ '%*d' % (1000000000, 1) }}", "ValueCharacters")]
    [InlineData("{{ '{:>1000000000}'.format(1) }}", "ValueCharacters")]
    [InlineData("{{ 'a'.center(1000000000) }}", "ValueCharacters")]
    [InlineData("{{ 'a'|center(1000000000) }}", "ValueCharacters")]
    [InlineData("{{ 'a'.zfill(1000000000) }}", "ValueCharacters")]
    [InlineData("{{ 'a\nb'|indent(1000000000) }}", "ValueCharacters")]
    [InlineData("{{ d|tojson(indent=1000000000) }}", "ValueCharacters")]
    [InlineData("{{ [1]|batch(1000000000, 0)|list }}", "ValueElements")]
    [InlineData("{{ [1]|slice(1000000000)|list }}", "ValueElements")]
    [InlineData("{{ 9 ** 999999 }}", "IntegerBits")]
    [InlineData("{% set x = namespace(v=2) %}{% for i in range(40) %}{% set x.v = x.v * x.v %}{% endfor %}", "IntegerBits")]
    [InlineData("{% set x = namespace(v='a') %}{% for i in range(40) %}{% set x.v = x.v ~ x.v %}{% endfor %}", "ValueCharacters")]
    [InlineData("{% set x = namespace(v=[1]) %}{% for i in range(40) %}{% set x.v = x.v + x.v %}{% endfor %}", "ValueElements")]
    [InlineData("{% set x = namespace(v=[1]) %}{% for i in range(40) %}{% set x.v = [x.v, x.v] %}{% endfor %}{{ x.v }}", "Steps")]
    [InlineData("{% set x = namespace(v=[1], w=[1]) %}{% for i in range(40) %}{% set x.v = [x.v, x.v] %}{% set x.w = [x.w, x.w] %}{% endfor %}{{ x.v == x.w }}", "Steps")]
    [InlineData("{% set x = namespace(v=[]) %}{% for i in range(9999) %}{% set x.v = [x.v] %}{% endfor %}{{ x.v }}", "EvaluationDepth")]
    [InlineData("{% set x = namespace(v=[]) %}{% for i in range(9999) %}{% set x.v = [x.v] %}{% endfor %}{{ x.v|tojson }}", "EvaluationDepth")]
    [InlineData("{% set x = namespace() %}{% set x.x = x %}{{ x }}", "EvaluationDepth")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "EvaluationDepth")]
    [InlineData("{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}", "EvaluationDepth")]
    [InlineData("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}", "EvaluationDepth")]
    [InlineData("{% set b = 'a' * 9999999 %}{{ b }}{{ b }}", "OutputCharacters")]
    [InlineData("{% set b = 'a' * 9999999 %}{% for i in range(99) %}{% set c = b ~ i %}{% endfor %}", "TotalCharacters")]
    [InlineData("{% set a = 'a' * 4000000 %}{{ (a ~ 'b' ~ a) in (a ~ a ~ a) }}", "Steps")]
    [InlineData("{% set a = 'a' * 9999999 %}{% for i in range(999999) %}{% set x = a|length %}{% endfor %}", "Steps")]
    [InlineData("{% set a = 'a' * 9999999 %}{% for i in range(999999) %}{% set x = d.get(a) or d[a] or a in d %}{% endfor %}", "Steps")]
    [InlineData("{% set a = ' ' * 9999999 %}{% for i in range(999999) %}{% set x = a|trim %}{% set x = a.strip() %}{% endfor %}", "Steps")]
    [InlineData("{{ ('\n' * 9999999).splitlines()|length }}", "ValueElements")]
    [InlineData("{{ (',' * 9999999).split(',')|length }}", "ValueElements")]
    public void Render_Runaway_IsStopped(string template, string limit)
        => Assert.Contains($"TemplateLimits.{limit}", SampleConversation.Fails(template).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{1:", "}")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("1 if 1 else ", "")]
    [InlineData("f(", ")")]
    [InlineData("a[", "]")]
    public void Parse_DeepExpression_IsRefused(string open, string close)
    {
        string template = "{{ " + string.Concat(Enumerable.Repeat(open, 50_000)) + "1" + string.Concat(Enumerable.Repeat(close, 50_000)) + " }}";

        Assert.Contains("TemplateLimits.SourceDepth", SampleConversation.Fails(template).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% if 1 %}", "{% endif %}")]
    [InlineData("{% for i in l %}", "{% endfor %}")]
    [InlineData("{% set x %}", "{% endset %}")]
    [InlineData("{% macro m() %}", "{% endmacro %}")]
    public void Parse_DeepBlocks_AreRefused(string open, string close)
    {
        string template = string.Concat(Enumerable.Repeat(open, 20_000)) + string.Concat(Enumerable.Repeat(close, 20_000));

        Assert.Contains("TemplateLimits.SourceDepth", SampleConversation.Fails(template).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" + 1")]
    [InlineData("|abs")]
    [InlineData(" or n")]
    [InlineData(".x")]
    public void Render_LongChain_IsStoppedByDepth(string link)
        => Assert.Throws<TemplateException>(() => SampleConversation.Render("{{ n" + string.Concat(Enumerable.Repeat(link, 20_000)) + " }}"));

    [Fact]
    public void Parse_LongSource_IsRefused()
        => Assert.Contains("TemplateLimits.SourceCharacters", SampleConversation.Fails(new string('a', 2_000_000)).Message, StringComparison.Ordinal);

    [Fact]
    public void Render_DeepContext_IsRefused()
    {
        JsonNode node = new JsonArray();
        for (int i = 0; i < 5000; i++)
        {
            node = new JsonArray(node);
        }

        var template = ChatTemplate.Parse("{{ x }}", "test.jinja");

        Assert.Throws<TemplateException>(() => template.Render(new JsonObject { ["x"] = node }));
    }

    [Fact]
    public void Render_RaisedLimit_LetsTheTemplateRun()
    {
        const string Template = "{% for i in range(3000) %}{% set x = i %}{% endfor %}done";

        Assert.Equal("done", SampleConversation.Render(Template));
        Assert.Contains("1000 steps", SampleConversation.Fails(Template, new TemplateLimits { Steps = 1000 }).Message, StringComparison.Ordinal);
    }
}
