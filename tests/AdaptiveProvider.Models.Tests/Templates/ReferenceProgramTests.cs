using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Templates.Syntax;
using AdaptiveProvider.Testing;

namespace AdaptiveProvider.Models.Tests.Templates;

/// <summary>Small programs against their recorded tokens and the reference's outputs, where that material is at hand.</summary>
public sealed class ReferenceProgramTests
{
    [SkippableFact]
    public void Tokenize_ReferencePrograms_MatchRecordedTokens()
    {
        var programs = ReadPrograms();
        var failures = new List<string>();

        foreach (var (name, source) in programs["TEST_STRINGS"]!.AsObject())
        {
            string[] expected = [.. programs["TEST_PARSED"]![name]!.AsArray().SelectMany(token => Recorded(token!))];
            string[] tokens = [.. Lexer.Tokenize(new TemplateSource(name, source!.GetValue<string>())).SkipLast(1).Select(Written)];
            if (!expected.SequenceEqual(tokens))
            {
                failures.Add($"{name}: {string.Join(' ', tokens)}\n  expected {string.Join(' ', expected)}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [SkippableFact]
    public void Render_ReferencePrograms_MatchReference()
    {
        var programs = ReadPrograms();
        var failures = new List<string>();

        foreach (var (name, source) in programs["TEST_STRINGS"]!.AsObject())
        {
            string? output = Render(name, source!.GetValue<string>(), programs["TEST_CONTEXT"]![name]!.AsObject());
            if (output != ReferenceOutputs.ByName[name])
            {
                failures.Add($"{name}: {output ?? "failed"}\n  expected {ReferenceOutputs.ByName[name] ?? "a failure"}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal(161, ReferenceOutputs.ByName.Count);
    }

    private static JsonNode ReadPrograms()
    {
        string? file = SharedMaterial.Find("templates/unit_cases.json");
        Skip.If(file is null, "templates/unit_cases.json is not at hand.");
        return JsonNode.Parse(File.ReadAllText(file))!;
    }

    private static string? Render(string name, string source, JsonObject context)
    {
        try
        {
            return ChatTemplate.Parse(source, name).Render(context);
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    // The record keeps comments, which we drop, and signs with their number, which we read as operators.
    private static IEnumerable<string> Recorded(JsonNode token)
    {
        string value = token["value"]!.GetValue<string>();
        return token["type"]!.GetValue<string>() switch
        {
            "Comment" => [],
            "Text" => [$"text:{value}"],
            "StringLiteral" => [$"string:{value}"],
            "NumericLiteral" when value[0] == '-' => ["sign:-", $"number:{value[1..]}"],
            "NumericLiteral" => [$"number:{value}"],
            "Identifier" => [$"name:{value}"],
            _ => [$"sign:{value}"],
        };
    }

    private static string Written(Token token) => token.Kind switch
    {
        TokenKind.Text => $"text:{token.Text}",
        TokenKind.String => $"string:{token.Text}",
        TokenKind.Integer or TokenKind.Float => $"number:{token.Text}",
        TokenKind.Name => $"name:{token.Text}",
        _ => $"sign:{token.Text}",
    };
}
