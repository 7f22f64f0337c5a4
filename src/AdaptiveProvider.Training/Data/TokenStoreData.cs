using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Data;

/// <summary>The arrays of a store.</summary>
internal sealed record TokenStoreData
{
    public required string Key { get; init; }

    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>[tokens].</summary>
    public required ushort[] Tokens { get; init; }

    /// <summary>[tokens / 8, rounded up], lowest bit first.</summary>
    public required byte[] AssistantBits { get; init; }

    /// <summary>[documents + 1]: where each document's tokens begin, and the end of the last.</summary>
    public required int[] Offsets { get; init; }

    /// <summary>[documents].</summary>
    public required ushort[] DocumentSources { get; init; }

    /// <summary>[documents].</summary>
    public required bool[] IsHeldOut { get; init; }

    /// <summary>[vocabulary]: bytes of UTF-8 per token, 0 for special ones.</summary>
    public required ushort[] TokenBytes { get; init; }

    /// <summary>Whether the arrays fit together, so that no reader leaves them.</summary>
    public bool IsConsistent()
        => Offsets is [0, ..] && Offsets[^1] == Tokens.Length
            && Offsets.Length == DocumentSources.Length + 1 && IsHeldOut.Length == DocumentSources.Length
            && AssistantBits.Length == (Tokens.Length + 7) / 8
            && Offsets.Zip(Offsets.Skip(1)).All(pair => pair.First < pair.Second)
            && DocumentSources.All(source => source < Sources.Length)
            && Tokens.All(token => token < TokenBytes.Length);
}
