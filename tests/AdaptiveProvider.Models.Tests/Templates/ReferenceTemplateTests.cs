using System.Globalization;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Testing;

namespace AdaptiveProvider.Models.Tests.Templates;

/// <summary>Published chat templates against the texts of the reference implementation, where that material is at hand.</summary>
public sealed class ReferenceTemplateTests
{
    private const string RaisedPrefix = "TemplateError: ";

    [SkippableFact]
    public void Render_PublishedTemplates_MatchReference()
    {
        var goldens = Read("templates/goldens.json");
        var now = DateTime.Parse(goldens["strftime_now"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        var failures = new List<string>();
        var count = 0;

        foreach (var template in goldens["templates"]!.AsArray())
        {
            var file = template!["name"]!.GetValue<string>();
            foreach (var (name, expected) in template["cases"]!.AsObject())
            {
                count++;
                var context = Merge(goldens["tokens"]!.AsObject(), goldens["contexts"]![name]!.AsObject());
                if (Compare(file, template["template"]!.GetValue<string>(), context, now, expected!) is { } failure)
                {
                    failures.Add($"{file}, {name}: {failure}");
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count} cases:\n{string.Join('\n', failures)}");
        Assert.Equal(200, count);
    }

    private static string? Compare(string file, string source, JsonObject context, DateTime now, JsonNode expected)
    {
        try
        {
            var output = ChatTemplate.Parse(source, file).Render(context, now);
            return expected["output"]?.GetValue<string>() == output ? null : $"rendered {output}";
        }
        catch (TemplateException exception)
        {
            var error = expected["error"]?.GetValue<string>() ?? "no error";
            var isRaised = error.StartsWith(RaisedPrefix, StringComparison.Ordinal);
            var reason = error[(error.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            return exception.Reason == reason && exception.IsRaisedByTemplate == isRaised ? null : $"failed with {exception.Message}, expected {error}";
        }
    }

    private static JsonNode Read(string path)
    {
        var file = SharedMaterial.Find(path);
        Skip.If(file is null, $"{path} is not at hand.");
        return JsonNode.Parse(File.ReadAllText(file))!;
    }

    private static JsonObject Merge(params JsonObject[] parts)
        => new(parts.SelectMany(part => part).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
}
