using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AdaptiveProvider.Training.Data;

/// <summary>The same 128 bits for the same content on every machine and in every run: the front of its SHA-256.</summary>
internal static class ContentHash
{
    /// <summary>The hash of a document's content; its source does not count.</summary>
    public static UInt128 Of(TrainingDocument document)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, document.Text ?? "");
        foreach (var message in document.Messages)
        {
            Append(hash, message.Role);
            Append(hash, message.Content);
        }

        return Finish(hash);
    }

    /// <summary>Appends a text and its length, so that no two lists of texts look alike.</summary>
    public static void Append(IncrementalHash hash, string text)
    {
        Append(hash, text.Length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    /// <summary>Appends a number.</summary>
    public static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    /// <summary>The front of what has been appended.</summary>
    public static UInt128 Finish(IncrementalHash hash)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }

    /// <summary>A hash as a number from 0 up to below 1.</summary>
    public static double ToFraction(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));
}
