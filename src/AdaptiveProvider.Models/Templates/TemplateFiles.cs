using System.Text.Json;

namespace AdaptiveProvider.Models.Templates;

/// <summary>The chat templates of a model folder by name, from the files that transformers reads them from.</summary>
internal sealed class TemplateFiles
{
    public const string DefaultName = "default";
    public const string ToolName = "tool_use";

    // Tokenizer configurations list every added token; a template itself is bounded by TemplateLimits.
    private const long FileBytesMax = 64 << 20;
    private const string TemplateField = "chat_template";

    private readonly string _file;
    private readonly Dictionary<string, (string File, string Source)> _templates = new(StringComparer.Ordinal);

    private TemplateFiles(string file) => _file = file;

    public static TemplateFiles? Read(string folder)
        => ReadJinja(folder)
            ?? ReadConfiguration(Path.Combine(folder, "tokenizer_config.json"))
            ?? ReadConfiguration(Path.Combine(folder, "chat_template.json"));

    public bool Has(string name) => _templates.ContainsKey(name);

    public ChatTemplate Parse(string name, TemplateLimits? limits)
    {
        if (_templates.TryGetValue(name, out var template))
        {
            return ChatTemplate.Parse(template.Source, template.File, limits);
        }

        var names = string.Join(", ", _templates.Keys.Order(StringComparer.Ordinal));
        throw new ModelFormatException(_file, TemplateField, $"there is no template named '{name}'; choose one of: {names}.");
    }

    private static TemplateFiles? ReadJinja(string folder)
    {
        var main = Path.Combine(folder, "chat_template.jinja");
        var additional = Path.Combine(folder, "additional_chat_templates");
        var files = new TemplateFiles(main);
        if (File.Exists(main))
        {
            files._templates[DefaultName] = (main, ReadText(main));
        }

        if (Directory.Exists(additional))
        {
            foreach (var file in Directory.EnumerateFiles(additional, "*.jinja").Order(StringComparer.Ordinal))
            {
                files._templates[Path.GetFileNameWithoutExtension(file)] = (file, ReadText(file));
            }
        }

        return files._templates.Count > 0 ? files : null;
    }

    private static TemplateFiles? ReadConfiguration(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(ReadText(file), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadField(file, document.RootElement)
                : throw new ModelFormatException(file, null, "expected a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException(file, null, $"is not valid JSON: {exception.Message}", exception);
        }
    }

    private static TemplateFiles? ReadField(string file, JsonElement root)
    {
        if (!root.TryGetProperty(TemplateField, out var field) || field.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var files = new TemplateFiles(file);
        switch (field.ValueKind)
        {
            case JsonValueKind.String:
                files._templates[DefaultName] = (file, Text(file, field));
                break;
            case JsonValueKind.Array:
                foreach (var entry in field.EnumerateArray())
                {
                    if (entry.ValueKind != JsonValueKind.Object
                        || !entry.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String
                        || !entry.TryGetProperty("template", out var template) || template.ValueKind != JsonValueKind.String)
                    {
                        throw new ModelFormatException(file, TemplateField, "every entry of the list needs a 'name' and a 'template' string.");
                    }

                    files._templates[Text(file, name)] = (file, Text(file, template));
                }

                break;
            default:
                throw new ModelFormatException(file, TemplateField, $"expected a string or a list of named templates, not {field.ValueKind}.");
        }

        return files._templates.Count > 0 ? files : null;
    }

    // A JSON string with half a surrogate pair is valid JSON, but not a string of .NET.
    private static string Text(string file, JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new ModelFormatException(file, TemplateField, "holds text that is not valid Unicode.", exception);
        }
    }

    private static string ReadText(string file)
    {
        var length = new FileInfo(file).Length;
        return length <= FileBytesMax
            ? File.ReadAllText(file)
            : throw new ModelFormatException(file, null, $"has {length} bytes; at most {FileBytesMax} are read.");
    }
}
