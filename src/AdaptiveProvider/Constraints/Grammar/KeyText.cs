namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>What has been written of a name, the last byte first.</summary>
/// <param name="previous">What was written before; null for nothing.</param>
/// <param name="value">The last byte.</param>
internal sealed class KeyText(KeyText? previous, byte value)
{
    /// <summary>All of it.</summary>
    public static byte[] Bytes(KeyText? text)
    {
        var bytes = new List<byte>();
        for (; text is not null; text = text.Previous)
        {
            bytes.Add(text.Value);
        }

        bytes.Reverse();
        return [.. bytes];
    }

    private KeyText? Previous { get; } = previous;

    private byte Value { get; } = value;
}
