using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>generate</c>: completes one prompt and ends.</summary>
internal sealed class GenerateCommand : ToolCommand
{
    private const int DefaultMaxTokens = 128;

    private readonly ModelArguments _model = new();
    private readonly SamplingArguments _sampling = new();
    private readonly DepthArguments _depth = new();
    private readonly Option<string?> _prompt = new("--prompt") { Description = "Text to complete, encoded with the tokenizer's special tokens.", HelpName = "TEXT" };
    private readonly Option<string?> _tokenIds = new("--token-ids") { Description = "Token ids to complete, exactly as they are.", HelpName = "1,2,3" };
    private readonly Option<string?> _chat = new("--chat") { Description = "JSON file with messages to reply to, written down with the chat template.", HelpName = "FILE" };
    private readonly Option<int?> _topLogits = NumberOption.Create<int>("--top-logits", "Report the K highest logits of the last prompt position.", "K");
    private readonly Option<bool> _ignoreEos = new("--ignore-eos") { Description = "Go on past the model's end tokens." };
    private readonly Option<bool> _showDepth = new("--show-depth") { Description = "Colour the text by depth, and count how many tokens left where." };

    public GenerateCommand(TerminalStreams terminal)
        : base("generate", "Complete one prompt. Greedy unless --temperature is given.", terminal)
    {
        _model.AddTo(this);
        Add(_prompt);
        Add(_tokenIds);
        Add(_chat);
        _sampling.AddTo(this);
        _depth.AddTo(this);
        Add(_topLogits);
        Add(_ignoreEos);
        Add(_showDepth);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        CheckPromptSource(arguments);
        bool json = WantsJson(arguments);
        var settings = _sampling.ToCompletionSettings(arguments, DefaultMaxTokens) with { IgnoreEndTokens = arguments.GetValue(_ignoreEos), Depth = _depth.ToOptions(arguments) };
        int topLogits = TopLogits(arguments);
        long started = Terminal.Time.GetTimestamp();
        await using var model = await _model.LoadAsync(arguments, Terminal, cancellationToken).ConfigureAwait(false);
        var report = new GenerationReport(PromptTokens(arguments, model), model.Engine.ExecutorInfo.Layout, hasText: model.Tokenizer is not null) { LoadTime = Terminal.Time.GetElapsedTime(started) };
        settings = settings with { TopLogitCount = Math.Min(topLogits, model.Capabilities.VocabularySize) };
        var display = arguments.GetValue(_showDepth) && !json ? new DepthDisplay(Terminal.OutputConsole(), model.Engine.ExecutorInfo.Layout) : null;
        await foreach (var update in model.CompleteAsync(report.PromptTokens, settings, cancellationToken).ConfigureAwait(false))
        {
            report.Add(update);
            display?.Add(update);
            if (!json && display is null)
            {
                Terminal.Text.Write(update.Text);
            }
        }

        if (topLogits > 0 && report.TopLogits is null)
        {
            await report.AddTopLogitsAsync(model, settings, cancellationToken).ConfigureAwait(false);
        }

        if (json)
        {
            report.WriteJson(Terminal);
        }
        else
        {
            WriteEnd(report);
            display?.WriteLegend();
        }

        return ExitCode.Success;
    }

    private void CheckPromptSource(ParseResult arguments)
    {
        int sources = new[] { _prompt, _tokenIds, _chat }.Count(source => arguments.GetValue(source) is not null);
        if (sources != 1)
        {
            throw new UsageException("give one of --prompt TEXT, --token-ids 1,2,3 and --chat FILE.");
        }
    }

    private int[] PromptTokens(ParseResult arguments, AdaptiveModel model)
    {
        if (arguments.GetValue(_tokenIds) is { } ids)
        {
            return TokenIdList.Parse(ids, "--token-ids");
        }

        return arguments.GetValue(_chat) is { } file
            ? model.EncodeChat(JsonFile.ReadConversation(file))
            : model.Encode(arguments.GetRequiredValue(_prompt)!);
    }

    private int TopLogits(ParseResult arguments)
    {
        int count = arguments.GetValue(_topLogits) ?? 0;
        return count >= 0 ? count : throw new UsageException($"--top-logits must be at least 0; it is {count}.");
    }

    private void WriteEnd(GenerationReport report)
    {
        if (!report.HasText)
        {
            Terminal.Text.Write(string.Join(' ', report.OutputTokens.Select(id => id.ToString(CultureInfo.InvariantCulture))));
        }

        Terminal.Text.WriteLine();
        foreach (var (token, logit) in report.TopLogits ?? [])
        {
            Terminal.Text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{token,8} {logit:R}"));
        }

        if (Terminal.ErrorIsTerminal)
        {
            Terminal.Error.WriteLine(report.OneLine());
        }
    }
}
