using System.Text;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates.Library;
using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Syntax;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates;

/// <summary>
/// A model's own chat template: Jinja as Hugging Face transformers runs it (blocks trimmed, loop controls, immutable sandbox),
/// interpreted here. Templates are untrusted: they see nothing but the context, and <see cref="TemplateLimits"/> bounds what they spend.
/// Thread-safe once made.
/// </summary>
public sealed class ChatTemplate
{
    private readonly TemplateSource _source;
    private readonly IReadOnlyList<Statement> _body;
    private readonly TemplateNames _names;
    private readonly TemplateLimits _limits;

    private ChatTemplate(string source, TemplateSource normalized, IReadOnlyList<Statement> body, TemplateNames names, TemplateLimits limits)
        => (Source, _source, _body, _names, _limits) = (source, normalized, body, names, limits);

    /// <summary>The text of the template as it was given.</summary>
    public string Source { get; }

    /// <summary>The file that messages name.</summary>
    public string FileName => _source.File;

    /// <summary>Parses a template.</summary>
    /// <exception cref="TemplateException">The template is malformed, too large, or uses a tag, filter or test that does not exist.</exception>
    public static ChatTemplate Parse(string source, string fileName, TemplateLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(fileName);
        limits ??= TemplateLimits.Default;
        var normalized = new TemplateSource(fileName, Normalize(source));
        if (source.Length > limits.SourceCharacters)
        {
            throw normalized.Error(0, $"the template has {source.Length} characters, more than {limits.SourceCharacters} (TemplateLimits.SourceCharacters)");
        }

        var names = new TemplateNames();
        return new ChatTemplate(source, normalized, StatementParser.Parse(normalized, limits.SourceDepth, names), names, limits);
    }

    /// <summary>
    /// Finds the chat template of a model folder, or null when it has none. As in transformers, <c>chat_template.jinja</c> with
    /// <c>additional_chat_templates/*.jinja</c> replaces the <c>chat_template</c> of <c>tokenizer_config.json</c> (a string, or a list of
    /// names and templates); <c>chat_template.json</c> comes last.
    /// </summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="name">Which template, where there are several; null is <c>default</c>.</param>
    /// <param name="limits">Bounds for parsing and rendering; null is <see cref="TemplateLimits.Default"/>.</param>
    /// <exception cref="ModelFormatException">A file is malformed, or has templates but none of this name.</exception>
    /// <exception cref="TemplateException">The template does not parse.</exception>
    public static ChatTemplate? Load(string folder, string? name = null, TemplateLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return TemplateFiles.Read(folder) is { } files ? files.Parse(name ?? TemplateFiles.DefaultName, limits) : null;
    }

    /// <summary>Like <see cref="Load"/>, but takes the template named <c>tool_use</c>, where there is one, for a chat with tools.</summary>
    public static ChatTemplate? LoadForTools(string folder, TemplateLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return TemplateFiles.Read(folder) is { } files
            ? files.Parse(files.Has(TemplateFiles.ToolName) ? TemplateFiles.ToolName : TemplateFiles.DefaultName, limits)
            : null;
    }

    /// <summary>Whether the template reads a variable of this name, such as <c>tools</c> or <c>enable_thinking</c>.</summary>
    public bool Mentions(string variable) => _names.Variables.Contains(variable);

    /// <summary>Whether the template names a field, such as <c>reasoning_content</c> of a message, as an attribute or a string.</summary>
    public bool MentionsField(string field) => _names.Fields.Contains(field);

    /// <summary>Renders a conversation.</summary>
    /// <param name="context">The variables: <c>messages</c>, <c>add_generation_prompt</c>, <c>tools</c>, <c>bos_token</c> and so on. It is not changed.</param>
    /// <param name="now">The local time that <c>strftime_now</c> prints; null is the machine's.</param>
    /// <exception cref="TemplateException">The template failed, refused the conversation or spent more than its limits.</exception>
    public string Render(JsonObject context, DateTime? now = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rendering = new RenderContext(_limits, now ?? TimeProvider.System.GetLocalNow().DateTime);
        try
        {
            var scope = new Scope(Globals.NewScope());
            new ContextReader(rendering.Budget).ReadInto(scope, context);
            var output = new StringBuilder();
            rendering.Executor.Run(_body, scope, output);
            return output.ToString();
        }
        catch (TemplateFault fault)
        {
            throw _source.Error(rendering.Position, fault.Message, fault.RaisedByTemplate, fault);
        }
    }

    // Jinja reads every line break as '\n' and drops the last one.
    private static string Normalize(string source)
    {
        var text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return text.EndsWith('\n') ? text[..^1] : text;
    }
}
