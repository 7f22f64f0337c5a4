using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>template</c>: renders a chat template and writes exactly what comes out.</summary>
internal sealed class TemplateCommand : ToolCommand
{
    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly Option<string?> _template = new("--template") { Description = "File with a Jinja template.", HelpName = "FILE" };
    private readonly Option<string?> _name = new("--name") { Description = "Which of a model's named templates.", HelpName = "NAME" };
    private readonly Option<string> _context = new("--context") { Description = "JSON file with messages, tools, add_generation_prompt, bos_token and the like.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _now = new("--now") { Description = "The time that strftime_now sees (default: now).", HelpName = "2024-07-26" };

    public TemplateCommand(TerminalStreams terminal)
        : base("template", "Render a chat template.", terminal)
    {
        Add(_model);
        Add(_template);
        Add(_name);
        Add(_context);
        Add(_now);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var context = JsonFile.ReadObject(arguments.GetRequiredValue(_context));
        var now = Now(arguments);
        string text = arguments.GetValue(_template) is { } file
            ? ChatTemplate.Parse(File.ReadAllText(file), file).Render(context, now)
            : RenderOwn(ModelArguments.FolderOrDefault(arguments, _model), arguments.GetValue(_name), context, now);
        if (WantsJson(arguments))
        {
            JsonOutput.WriteObject(Terminal, json => json.WriteString("text", text));
        }
        else
        {
            Terminal.Text.Write(text);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static string RenderOwn(string folder, string? name, JsonObject context, DateTime now)
    {
        var template = (name is null && context["tools"] is not null ? ChatTemplate.LoadForTools(folder) : ChatTemplate.Load(folder, name))
            ?? throw new ChatTemplateMissingException(folder);
        bool hasTokenizer = File.Exists(Path.Combine(folder, "tokenizer.json"));
        return template.Render(hasTokenizer ? TemplateContext.WithSpecialTokens(context, Tokenizer.Load(folder)) : context, now);
    }

    private DateTime Now(ParseResult arguments)
    {
        if (arguments.GetValue(_now) is not { } text)
        {
            return Terminal.Time.GetLocalNow().DateTime;
        }

        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var now)
            ? now
            : throw new UsageException($"--now '{text}' is not a date; write it like 2024-07-26 or 2024-07-26T09:30:00.");
    }
}
