using System.Buffers.Binary;
using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Weights;

/// <summary>A memory-mapped safetensors file: its tensors by name, without copying them.</summary>
/// <remarks>
/// Everything is checked when the file is opened, so that no tensor reaches outside the file. A tensor of an element type
/// other than F32, F16, BF16 and I8 is an error only when it is asked for: checkpoints carry integer buffers that nobody reads.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private const int LengthPrefix = sizeof(ulong);
    private readonly MappedFile _memory;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly long _dataStart;

    private SafetensorsFile(string path, MappedFile memory, Dictionary<string, SafetensorsEntry> entries, long dataStart)
        => (Path, _memory, _entries, _dataStart) = (path, memory, entries, dataStart);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _memory.Length;

    /// <summary>The names of all tensors, of supported types or not.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Maps and checks a file.</summary>
    /// <exception cref="ModelFormatException">The file is missing, cut short, or breaks a rule of the format.</exception>
    public static unsafe SafetensorsFile Open(string path)
    {
        var memory = new MappedFile(path);
        try
        {
            var start = new ReadOnlySpan<byte>(memory.Data, (int)Math.Min(memory.Length, 64));
            if (start.StartsWith("version https://git-lfs"u8))
            {
                throw new ModelFormatException(path, null, "is a Git LFS pointer, not the weights. Run 'git lfs pull' in the folder.");
            }

            ulong headerLength = start.Length < LengthPrefix ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(start);
            if (headerLength > SafetensorsHeader.LengthMax || (long)headerLength > memory.Length - LengthPrefix)
            {
                throw new ModelFormatException(path, "header", "is longer than the file or than the format allows: the file is cut short or no safetensors file. Download it again.");
            }

            long dataStart = LengthPrefix + (long)headerLength;
            var header = new ReadOnlySpan<byte>(memory.Data + LengthPrefix, (int)headerLength);
            return new SafetensorsFile(path, memory, SafetensorsHeader.Parse(header, memory.Length - dataStart, path), dataStart);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>True when the file has the tensor.</summary>
    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>A view of a tensor.</summary>
    /// <exception cref="ModelFormatException">There is no such tensor, or it is of an unsupported type or size.</exception>
    public unsafe WeightTensor Get(string name)
    {
        ObjectDisposedException.ThrowIf(_memory.IsReleased, this);
        var entry = _entries.GetValueOrDefault(name) ?? throw new ModelFormatException(Path, name, "the tensor is missing.");
        var type = entry.SupportedType ?? throw new ModelFormatException(
            Path, name, $"has element type {entry.Type}; F32, F16, BF16 and I8 are supported. Convert the checkpoint.");
        bool isTooLarge = entry.Shape.Any(size => size > int.MaxValue) || (entry.Shape is [> 0, ..] && entry.ByteCount / entry.Shape[0] > int.MaxValue);
        return isTooLarge
            ? throw new ModelFormatException(Path, name, $"has shape [{string.Join(", ", entry.Shape)}]; sizes and bytes per row must stay below 2^31.")
            : new WeightTensor(name, type, [.. entry.Shape.Select(size => (int)size)], _memory, _memory.Data + _dataStart + entry.Begin);
    }

    /// <summary>Unmaps the file; its tensors cannot be read any more.</summary>
    public void Dispose() => _memory.Dispose();
}
