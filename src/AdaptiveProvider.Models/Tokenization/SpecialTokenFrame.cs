using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>The special tokens that a post-processor puts around a text.</summary>
internal sealed record SpecialTokenFrame(ImmutableArray<int> Before, ImmutableArray<int> After)
{
    private const string Supported = "ByteLevel, TemplateProcessing, BertProcessing, RobertaProcessing and Sequence";

    public static SpecialTokenFrame None { get; } = new([], []);

    /// <summary>Reads a post-processor; a later one of a sequence frames what an earlier one made.</summary>
    public static SpecialTokenFrame Read(JsonField? field)
    {
        var frame = None;
        foreach (var step in ComponentList.Flatten(field, "processors"))
        {
            var outer = ReadOne(step);
            frame = new SpecialTokenFrame([.. outer.Before, .. frame.Before], [.. frame.After, .. outer.After]);
        }

        return frame;
    }

    /// <summary>The frame with every token checked against the tokens there are.</summary>
    public SpecialTokenFrame Checked(Func<int, bool> exists, JsonField field)
        => Before.Concat(After).Where(id => !exists(id)).Cast<int?>().FirstOrDefault() is { } unknown
            ? throw field.Fault($"adds the token {unknown}, which the vocabulary does not have.")
            : this;

    private static SpecialTokenFrame ReadOne(JsonField field) => field.TypeName switch
    {
        // ByteLevel only trims offsets, which are not reported here.
        "ByteLevel" => None,
        "TemplateProcessing" => ReadTemplate(field),
        "BertProcessing" or "RobertaProcessing" => new SpecialTokenFrame([PairedId(field["cls"])], [PairedId(field["sep"])]),
        _ => throw field.Unsupported("the post-processor", Supported),
    };

    private static SpecialTokenFrame ReadTemplate(JsonField field)
    {
        var single = field["single"];
        var before = new List<int>();
        var after = new List<int>();
        var side = before;
        foreach (var piece in single.Items())
        {
            if (piece.Find("SpecialToken") is { } special)
            {
                side.AddRange(field["special_tokens"][special["id"].AsString()]["ids"].Items().Select(id => id.AsInt32()));
            }
            else if (piece.Find("Sequence") is { } sequence && sequence["id"].AsString() == "A" && side == before)
            {
                side = after;
            }
            else
            {
                throw piece.Fault("a template for one text is special tokens around one Sequence with the id A.");
            }
        }

        return side == after ? new SpecialTokenFrame([.. before], [.. after]) : throw single.Fault("has no Sequence with the id A.");
    }

    /// <summary>The id of a ["token", id] pair.</summary>
    private static int PairedId(JsonField field)
        => field.ItemCount == 2 ? field.Items().Last().AsInt32() : throw field.Fault("a pair of a token and its id is expected.");
}
