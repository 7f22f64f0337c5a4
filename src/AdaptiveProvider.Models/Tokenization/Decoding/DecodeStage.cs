namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>
/// A step from tokens to text that works as they come: tokens arrive in chunks of characters and pass on as far as they are settled.
/// </summary>
internal abstract class DecodeStage
{
    /// <summary>Takes more of the current token.</summary>
    public abstract void Write(ReadOnlySpan<char> chunk);

    /// <summary>Takes the end of the current token.</summary>
    public abstract void EndToken();

    /// <summary>Takes the end of all tokens and lets go of whatever was held back.</summary>
    public abstract void Finish();
}
