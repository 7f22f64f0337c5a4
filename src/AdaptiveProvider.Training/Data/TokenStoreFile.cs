using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace AdaptiveProvider.Training.Data;

/// <summary>A store as a file: a SHA-256 of what follows, a mark, the arrays in the machine's byte order.</summary>
internal static class TokenStoreFile
{
    /// <summary>Raised whenever the layout or the way of encoding changes.</summary>
    public const int Version = 2;

    private const ulong Mark = 0x4E454B4F54504441;

    /// <summary>Writes a store.</summary>
    /// <exception cref="CorpusException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, TokenStoreData data) => CompleteFile.Write(path, stream =>
    {
        using var hash = SHA256.Create();
        stream.Write(new byte[SHA256.HashSizeInBytes]);
        using (var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashing, Encoding.UTF8))
        {
            writer.Write(Mark);
            writer.Write(Version);
            writer.Write(data.Key);
            writer.Write(data.Sources.Length);
            foreach (var source in data.Sources)
            {
                writer.Write(source);
            }

            WriteArray<ushort>(writer, data.Tokens);
            WriteArray<byte>(writer, data.AssistantBits);
            WriteArray<int>(writer, data.Offsets);
            WriteArray<ushort>(writer, data.DocumentSources);
            WriteArray<bool>(writer, data.IsHeldOut);
            WriteArray<ushort>(writer, data.TokenBytes);
        }

        stream.Position = 0;
        stream.Write(hash.Hash);
    });

    /// <summary>Reads a store; null when the file is damaged or of another version or key.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TokenStoreData? TryRead(string path, string key)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        var expected = new byte[SHA256.HashSizeInBytes];
        if (stream.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false) < expected.Length
            || !SHA256.HashData(stream).AsSpan().SequenceEqual(expected))
        {
            return null;
        }

        stream.Position = expected.Length;
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            return reader.ReadUInt64() == Mark && reader.ReadInt32() == Version && reader.ReadString() == key && Read(reader, key) is var data && data.IsConsistent()
                ? data
                : null;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static TokenStoreData Read(BinaryReader reader, string key)
    {
        var sources = new string[Math.Clamp(reader.ReadInt32(), 0, ushort.MaxValue)];
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = reader.ReadString();
        }

        return new TokenStoreData
        {
            Key = key,
            Sources = [.. sources],
            Tokens = ReadArray<ushort>(reader),
            AssistantBits = ReadArray<byte>(reader),
            Offsets = ReadArray<int>(reader),
            DocumentSources = ReadArray<ushort>(reader),
            IsHeldOut = ReadArray<bool>(reader),
            TokenBytes = ReadArray<ushort>(reader),
        };
    }

    private static void WriteArray<T>(BinaryWriter writer, ReadOnlySpan<T> array)
        where T : unmanaged
    {
        writer.Write(array.Length);
        writer.Write(MemoryMarshal.AsBytes(array));
    }

    private static T[] ReadArray<T>(BinaryReader reader)
        where T : unmanaged
    {
        var length = reader.ReadInt32();
        if (length < 0 || length > (reader.BaseStream.Length - reader.BaseStream.Position) / Unsafe.SizeOf<T>())
        {
            throw new EndOfStreamException($"An array of {length} elements does not fit into what is left of the file.");
        }

        var array = new T[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan()));
        return array;
    }
}
