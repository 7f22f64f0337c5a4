using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>tokenize</c>: all of the standard input as one text to ids, or ids to text.</summary>
internal sealed class TokenizeCommand : ToolCommand
{
    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly Option<bool> _noSpecial = new("--no-special") { Description = "Add no special tokens; with --decode, leave them out of the text." };
    private readonly Option<bool> _decode = new("--decode") { Description = "Read ids (JSON array, or separated by commas or white space) and write their text." };

    public TokenizeCommand(TerminalStreams terminal)
        : base("tokenize", "Text on standard input to token ids, or back. Needs only the tokenizer's files.", terminal)
    {
        Add(_model);
        Add(_noSpecial);
        Add(_decode);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var tokenizer = Tokenizer.Load(ModelArguments.FolderOrDefault(arguments, _model));
        bool special = !arguments.GetValue(_noSpecial);
        string input = await Terminal.ReadAllTextAsync(cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_decode))
        {
            string text = tokenizer.Decode(TokenIdList.Parse(input, "standard input"), skipSpecialTokens: !special);
            WriteText(arguments, text);
        }
        else
        {
            WriteIds(arguments, tokenizer.Encode(input, special));
        }

        return ExitCode.Success;
    }

    private void WriteIds(ParseResult arguments, int[] ids)
    {
        if (WantsJson(arguments))
        {
            JsonOutput.WriteObject(Terminal, json => json.WriteNumbers("ids", ids));
        }
        else
        {
            Terminal.Text.WriteLine(string.Join(' ', ids.Select(id => id.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private void WriteText(ParseResult arguments, string text)
    {
        if (WantsJson(arguments))
        {
            JsonOutput.WriteObject(Terminal, json => json.WriteString("text", text));
        }
        else
        {
            Terminal.Text.Write(text);
        }
    }
}
