using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Testing.Repository;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Configuration;

/// <summary>docs/training.md says of every field of a configuration what it is and what it is by default.</summary>
public sealed partial class TrainingDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "training.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Fields_OfTheConfiguration_AreTheDocumentedOnes()
    {
        string[] documented = [.. DocumentedFields().Keys.Order(StringComparer.Ordinal)], real = [.. RealFields().Keys.Order(StringComparer.Ordinal)];

        Assert.Equal(real, documented);
    }

    [Fact]
    public void Defaults_OfTheConfiguration_AreTheDocumentedOnes()
    {
        var documented = DocumentedFields();

        Assert.All(RealFields(), field => Assert.Equal($"{field.Key} {field.Value}", $"{field.Key} {documented.GetValueOrDefault(field.Key)}"));
    }

    [Fact]
    public void Examples_OfConfigurationAndMix_CanBeRead()
    {
        string[] examples = [.. Example().Matches(Document).Select(match => match.Groups[1].Value)];
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["run.json"], examples[0]);
        File.WriteAllText(folder["mix.json"], examples[1]);

        Assert.True(TrainingConfiguration.Read(folder["run.json"]).Architecture.Router!.IsElastic);
        Assert.Equal(2, MixConfiguration.Load(folder["mix.json"]).Entries.Length);
    }

    private static Dictionary<string, string> DocumentedFields()
        => Row().Matches(Document).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('`'));

    /// <summary>Every field by its path, and its default as JSON has it.</summary>
    private static Dictionary<string, string> RealFields()
    {
        var fields = new Dictionary<string, string>();
        Collect(typeof(TrainingConfiguration), "");
        return fields;

        void Collect(Type type, string prefix)
        {
            // Values that must be given are not looked at, so an object without them does for the defaults.
            object defaults = Activator.CreateInstance(type)!;
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
            {
                string path = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                object? value = property.GetValue(defaults);
                bool isRequired = property.IsDefined(typeof(RequiredMemberAttribute)), isOurs = property.PropertyType is { IsClass: true, Namespace: { } name } && name.StartsWith("AdaptiveProvider", StringComparison.Ordinal);
                if (!isOurs || (value is null && !isRequired))
                {
                    fields.Add(path, isRequired ? "required" : JsonSerializer.SerializeToNode(value, property.PropertyType, TrainingConfiguration.Json) is { } node ? Text(node) : "null");
                }

                if (isOurs)
                {
                    Collect(property.PropertyType, path + ".");
                }
            }
        }
    }

    private static string Text(JsonNode node) => node is JsonValue value && value.TryGetValue<string>(out string? text) ? text : node.ToJsonString();

    [GeneratedRegex(@"^\| `([A-Za-z0-9.]+)` \|.*\| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
