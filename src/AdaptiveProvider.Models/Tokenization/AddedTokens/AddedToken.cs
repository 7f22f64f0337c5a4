namespace AdaptiveProvider.Models.Tokenization.AddedTokens;

/// <summary>A token matched in the text itself, before the model sees it.</summary>
internal sealed record AddedToken
{
    public const int LengthMax = 512;

    public required int Id { get; init; }

    public required string Content { get; init; }

    /// <summary>Only where no word character touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space before it along.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>Takes the white space after it along.</summary>
    public bool RightStrip { get; init; }

    /// <summary>Matched in normalized text instead of the raw one.</summary>
    public bool Normalized { get; init; }

    /// <summary>Left out when a text is decoded without special tokens.</summary>
    public bool Special { get; init; }

    public static AddedToken Read(JsonField field, int id)
    {
        var content = field["content"];
        var text = content.AsString();
        if (text.Length > LengthMax)
        {
            throw content.Fault($"an added token has at most {LengthMax} characters, not {text.Length}.");
        }

        var special = field.FindBoolean("special", false);
        return new AddedToken
        {
            Id = id,
            Content = text,
            SingleWord = field.FindBoolean("single_word", false),
            LeftStrip = field.FindBoolean("lstrip", false),
            RightStrip = field.FindBoolean("rstrip", false),
            Normalized = field.FindBoolean("normalized", !special),
            Special = special,
        };
    }
}
