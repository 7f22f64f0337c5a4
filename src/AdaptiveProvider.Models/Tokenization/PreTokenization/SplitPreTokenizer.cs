using AdaptiveProvider.Models.Tokenization.Patterns;

namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>Cuts at the matches of a pattern.</summary>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert = false) : PreTokenizer
{
    public static SplitPreTokenizer Read(JsonField field)
        => new(TextPattern.Read(field["pattern"]), ReadBehavior(field["behavior"]), field.FindBoolean("invert", false));

    public static SplitBehavior ReadBehavior(JsonField field)
    {
        var name = field.AsString();
        return Enum.GetNames<SplitBehavior>().Contains(name, StringComparer.Ordinal)
            ? Enum.Parse<SplitBehavior>(name)
            : throw field.Fault($"the behavior \"{name}\" is not one of {string.Join(", ", Enum.GetNames<SplitBehavior>())}.");
    }

    public override void Split(TextPiece piece, List<TextPiece> output)
    {
        var matches = new List<Range>();
        pattern.FindMatches(piece.Span, matches);
        PieceCutter.Cut(piece, matches, behavior, invert, output);
    }
}
