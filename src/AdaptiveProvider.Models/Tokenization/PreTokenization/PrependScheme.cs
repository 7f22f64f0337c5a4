namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>Where Metaspace puts a space that the text did not have.</summary>
internal enum PrependScheme
{
    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>At the very start of the text only.</summary>
    First,

    /// <summary>At the start of every part between added tokens.</summary>
    Always,
}
