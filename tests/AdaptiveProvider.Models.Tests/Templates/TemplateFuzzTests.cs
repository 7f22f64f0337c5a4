using System.Text;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates;

namespace AdaptiveProvider.Models.Tests.Templates;

/// <summary>Mutated and random templates: they render or fail with <see cref="TemplateException"/>, and nothing else happens.</summary>
public sealed class TemplateFuzzTests
{
    private static readonly TemplateLimits Limits = new()
    {
        Steps = 20_000,
        TotalCharacters = 1 << 20,
        ValueCharacters = 1 << 18,
        ValueElements = 1 << 14,
    };

    private static readonly string[] Seeds =
    [
        "{%- for m in u %}\n{{- '<|' ~ m.name ~ '|>' + m['age']|string + '\\n' }}{% if loop.last %}{{ bos }}{% endif %}{%- endfor %}",
        "{% set ns = namespace(a=1, b=[]) %}{% for i in l if i > 1 %}{% set ns.a = ns.a + i %}{{ loop.index }}{% else %}none{% endfor %}{{ ns.a }}",
        "{% macro m(a, b='x', c=none) %}{{ a }}{{ b|upper }}{{ caller() if caller }}{% endmacro %}{% call m(1) %}z{% endcall %}{{ m(2, c=d) }}",
        "{{ d|tojson(indent=2) }}{{ s[::-1][1:4] }}{{ u|selectattr('age', 'gt', 1)|map(attribute='name')|join(', ') }}{{ w|sort|unique|list }}",
        "{{ '%5.2f|%s' % (f, d) }}{{ '{:>8} {!r}'.format(s, w) }}{{ s.split(',', 1)[0].strip().replace('l', 'L', 1) }}{{ m|indent(2, true) }}",
        "{%- if s is string and n is not none and 'a' in w %}{{ (n // 2, n % 3, n ** 2, -n, n / 2) }}{% elif f >= 2.5 %}x{% else %}y{% endif -%}",
        "{% filter upper %}{% raw %}{{ x }}{% endraw %}{% endfilter %}{# c #}{% with q = n %}{{ q }}{% endwith %}{% generation %}g{% endgeneration %}",
        "{% for x, y in d.items() recursive %}{{ x }}{{ loop(y) if y is mapping }}{% if x == 'a' %}{% continue %}{% endif %}{% endfor %}{{ strftime_now('%d %b') }}",
        "{{ l|sum + l|max - l|first }}{{ u|groupby('age')|length }}{{ [1, 2, 3]|batch(2, 0)|list }}{{ f|round(1) }}{{ '42'|int + '1'|float }}{{ s|truncate(9) }}",
    ];

    private static readonly string[] Fragments =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "'", "\"", "\\", "|", ".", "(", ")", "[", "]", "{", "}", ",", ":", "~", "**", "*", "//", "%", "=", "==", "<",
        " in ", " is ", " not ", " if ", " else ", " or ", "loop", "range(", "9999999999", "1e308", "0x", "u", "d", "l", "s", "none", "\n", "  ", "é", "🤗", "\ud83e", "\0",
        "{% for i in l %}", "{% endfor %}", "{% if n %}", "{% endif %}", "{% set x = ", "{% macro m(a) %}", "{% endmacro %}", "{{ m(1) }}", "|list", "|tojson", "|sort", "|map(",
        "|string", ".format(", ".split(", ".items()", "[::-1]", "[1:]", "{% break %}", "{% set ns.a = ", "namespace(", "raise_exception(", "|center(", " * 99999999", "|indent(",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Render_MutatedTemplates_SucceedOrFailWithTheirOwnException(int seed)
    {
        var random = new Random(seed);
        int rendered = 0;
        for (int round = 0; round < 2500; round++)
        {
            string template = Mutate(Seeds[random.Next(Seeds.Length)], random);
            rendered += TryRender(template, SampleConversation.NewContext(), $"seed {seed}, round {round}") ? 1 : 0;
        }

        Assert.InRange(rendered, 100, 2400);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Render_RandomFragments_SucceedOrFailWithTheirOwnException(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            var template = new StringBuilder("{{ ");
            for (int count = random.Next(1, 25); count > 0; count--)
            {
                template.Append(Fragments[random.Next(Fragments.Length)]);
            }

            TryRender(template.Append(" }}").ToString(), SampleConversation.NewContext(), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void Render_RandomContexts_SucceedOrFailWithTheirOwnException(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 1500; round++)
        {
            var context = new JsonObject();
            foreach (string name in (string[])["s", "n", "f", "l", "w", "d", "u", "m"])
            {
                context[name] = RandomNode(random, depth: 3);
            }

            TryRender(Seeds[random.Next(Seeds.Length)], context, $"seed {seed}, round {round}");
        }
    }

    private static bool TryRender(string template, JsonObject context, string round)
    {
        try
        {
            ChatTemplate.Parse(template, "fuzz.jinja", Limits).Render(context);
            return true;
        }
        catch (TemplateException)
        {
            return false;
        }
        catch (Exception exception)
        {
            Assert.Fail($"{round}: {template}\n{exception}");
            throw;
        }
    }

    private static string Mutate(string template, Random random)
    {
        var text = new StringBuilder(template);
        for (int count = random.Next(1, 4); count > 0 && text.Length > 2; count--)
        {
            int at = random.Next(text.Length);
            int length = random.Next(1, Math.Min(12, text.Length - at) + 1);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 2:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                default:
                    text[at] = (char)random.Next(' ', '\u007f');
                    break;
            }
        }

        return text.ToString();
    }

    private static JsonNode? RandomNode(Random random, int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-5, 100),
        3 => random.NextDouble() * 1e9,
        4 => Seeds[random.Next(Seeds.Length)][..random.Next(20)],
        5 => JsonNode.Parse("1e400"),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomNode(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create("abc"[(i % 3)..], RandomNode(random, depth - 1))).DistinctBy(entry => entry.Key)),
    };
}
