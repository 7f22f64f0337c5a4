using AdaptiveProvider.Models.Tokenization.Patterns;

namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>Spells spaces as a visible character, usually U+2581, may put one in front, and cuts before each.</summary>
internal sealed class MetaspacePreTokenizer(char replacement, PrependScheme scheme, bool split) : PreTokenizer
{
    private readonly SplitPreTokenizer _cut = new(new LiteralPattern(replacement.ToString()), SplitBehavior.MergedWithNext);

    public static MetaspacePreTokenizer Read(JsonField field)
        => new(ReadReplacement(field), ReadScheme(field), field.FindBoolean("split", true));

    public static char ReadReplacement(JsonField field)
    {
        var replacement = field["replacement"];
        var text = replacement.AsString();
        return text.Length == 1 ? text[0] : throw replacement.Fault("one character up to U+FFFF is expected.");
    }

    /// <summary>The scheme; files from before it existed say only whether a prefix is added.</summary>
    public static PrependScheme ReadScheme(JsonField field)
    {
        var prefix = field.FindBoolean("add_prefix_space", true);
        if (field.Find("prepend_scheme") is not { } scheme)
        {
            return prefix ? PrependScheme.Always : PrependScheme.Never;
        }

        return scheme.AsString() switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            var other => throw scheme.Fault($"the scheme \"{other}\" is not one of always, first and never."),
        };
    }

    public override void Split(TextPiece piece, List<TextPiece> output)
    {
        var text = piece.Text.ToString().Replace(' ', replacement);
        if (!text.StartsWith(replacement) && (scheme == PrependScheme.Always || (scheme == PrependScheme.First && piece.AtStart)))
        {
            text = replacement + text;
        }

        var spelled = new TextPiece(text.AsMemory(), piece.AtStart);
        if (split)
        {
            _cut.Split(spelled, output);
        }
        else
        {
            output.Add(spelled);
        }
    }
}
