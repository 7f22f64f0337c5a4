using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates;

namespace AdaptiveProvider.Models.Tests.Templates;

/// <summary>The context of the tables of expressions, and a fixed clock.</summary>
internal static class SampleConversation
{
    private const string Context = """
        {
          "s": "Hello, Wörld 🤗 foo", "n": 7, "f": 2.5, "l": [3, 1, 2], "w": ["b", "A", "c", "a"], "d": {"b": 1, "a": 2, "C": 3},
          "u": [{"name": "Bob", "age": 3, "x": {"y": 1}}, {"name": "al", "age": 1, "x": {"y": 2}}, {"name": "Cy", "age": 3}],
          "m": "line1\nline2\r\n\nline4"
        }
        """;

    private static readonly DateTime Now = new(2024, 7, 26, 0, 0, 0, DateTimeKind.Local);

    /// <summary>A fresh copy of the context.</summary>
    public static JsonObject NewContext() => JsonNode.Parse(Context)!.AsObject();

    public static string Render(string template, TemplateLimits? limits = null)
        => ChatTemplate.Parse(template, "test.jinja", limits).Render(NewContext(), Now);

    public static TemplateException Fails(string template, TemplateLimits? limits = null)
        => Assert.Throws<TemplateException>(() => Render(template, limits));
}
