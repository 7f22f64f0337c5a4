using System.Buffers.Binary;
using System.Text;

namespace AdaptiveProvider.Torch.Tests.Native;

/// <summary>Writes small shared libraries with just what the loader looks at: dynamic symbols, their versions, and the versions required of others.</summary>
internal sealed class SyntheticElf
{
    private const int HeaderSize = 64, SectionSize = 64, SymbolSize = 24;
    private readonly List<byte> _names = [0];
    private readonly List<(string Name, int Version, bool IsWeak)> _symbols = [];
    private readonly List<(string Library, string Version, int Index)> _required = [];

    public SyntheticElf Requires(string library, string version, int index)
    {
        _required.Add((library, version, index));
        return this;
    }

    public SyntheticElf Uses(string symbol, int version = 1, bool isWeak = false)
    {
        _symbols.Add((symbol, version, isWeak));
        return this;
    }

    /// <summary>The library's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] symbols = Symbols(), versions = Versions(), needs = Needs(), names = [.. _names];
        byte[][] parts = [symbols, names, versions, needs];
        byte[] bytes = new byte[HeaderSize + parts.Sum(part => part.Length) + ((parts.Length + 1) * SectionSize)];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(bytes, 0);
        int table = bytes.Length - ((parts.Length + 1) * SectionSize), at = HeaderSize;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(0x28), table);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3a), SectionSize);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3c), (ushort)(parts.Length + 1));
        uint[] types = [11, 3, 0x6fffffff, 0x6ffffffe];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part].CopyTo(bytes, at);
            var section = bytes.AsSpan(table + ((part + 1) * SectionSize), SectionSize);
            BinaryPrimitives.WriteUInt32LittleEndian(section[4..], types[part]);
            BinaryPrimitives.WriteInt64LittleEndian(section[24..], at);
            BinaryPrimitives.WriteInt64LittleEndian(section[32..], parts[part].Length);
            BinaryPrimitives.WriteUInt32LittleEndian(section[40..], 2); // the second section holds the names
            at += parts[part].Length;
        }

        return bytes;
    }

    private byte[] Symbols()
    {
        byte[] bytes = new byte[(_symbols.Count + 1) * SymbolSize];
        for (int i = 0; i < _symbols.Count; i++)
        {
            var symbol = bytes.AsSpan((i + 1) * SymbolSize, SymbolSize);
            BinaryPrimitives.WriteUInt32LittleEndian(symbol, Name(_symbols[i].Name));
            symbol[4] = (byte)((_symbols[i].IsWeak ? 2 : 1) << 4);
        }

        return bytes;
    }

    private byte[] Versions()
    {
        byte[] bytes = new byte[(_symbols.Count + 1) * 2];
        for (int i = 0; i < _symbols.Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((i + 1) * 2), (ushort)_symbols[i].Version);
        }

        return bytes;
    }

    private byte[] Needs()
    {
        var libraries = _required.GroupBy(required => required.Library).ToList();
        byte[] bytes = new byte[16 * (libraries.Count + _required.Count)];
        int at = 0;
        for (int i = 0; i < libraries.Count; i++)
        {
            var versions = libraries[i].ToList();
            int size = 16 * (versions.Count + 1);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 2), (ushort)versions.Count);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4), Name(libraries[i].Key));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 8), 16);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 12), i + 1 < libraries.Count ? (uint)size : 0);
            for (int version = 0; version < versions.Count; version++)
            {
                var entry = bytes.AsSpan(at + (16 * (version + 1)), 16);
                BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], (ushort)versions[version].Index);
                BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], Name(versions[version].Version));
                BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], version + 1 < versions.Count ? 16u : 0);
            }

            at += size;
        }

        return bytes;
    }

    private uint Name(string name)
    {
        uint at = (uint)_names.Count;
        _names.AddRange(Encoding.ASCII.GetBytes(name + "\0"));
        return at;
    }
}
