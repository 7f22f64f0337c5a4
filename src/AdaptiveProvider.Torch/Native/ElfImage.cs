using System.Buffers.Binary;
using System.Text;

namespace AdaptiveProvider.Torch.Native;

/// <summary>The dynamic symbols and required versions of a 64-bit little-endian shared library (System V ABI, ELF; LSB symbol versioning), in memory.</summary>
/// <remarks>Every offset is checked against the file before use: the file may be damaged.</remarks>
internal sealed class ElfImage
{
    private const int SectionHeaderSize = 64, SymbolSize = 24, EntriesMax = 4096, Weak = 2;
    private const uint DynamicSymbols = 11, VersionDefinitions = 0x6ffffffd, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private readonly byte[] _bytes;
    private readonly Section[] _sections;
    private readonly Section _symbols, _names, _versions;

    /// <summary>Reads the section headers.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such library, or damaged.</exception>
    public ElfImage(byte[] bytes)
    {
        _bytes = bytes;
        if (bytes.Length < 64 || !bytes.AsSpan(0, 6).SequenceEqual<byte>([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new InvalidDataException("it is no 64-bit little-endian ELF file");
        }

        long table = Position(0x28);
        int size = U16(0x3a), count = U16(0x3c);
        if (size != SectionHeaderSize)
        {
            throw new InvalidDataException($"its section headers have {size} bytes instead of {SectionHeaderSize}");
        }

        _sections = [.. Enumerable.Range(0, count).Select(index => ReadSection(table + ((long)index * size)))];
        _symbols = Find(DynamicSymbols, "dynamic symbols");
        _versions = Find(SymbolVersions, "symbol versions");
        _names = _symbols.Link < count ? _sections[_symbols.Link] : throw new InvalidDataException("its dynamic symbols name no string table");
        Require(_names.Offset, _names.Size);
    }

    /// <summary>Versions that the library requires of others.</summary>
    public IEnumerable<RequiredVersion> RequiredVersions()
    {
        long need = Find(VersionNeeds, "required versions").Offset;
        int read = 0;
        while (true)
        {
            Require(need, 16);
            string library = Name(U32(need + 4));
            long entry = need + U32(need + 8);
            for (int left = U16(need + 2); left > 0; left--)
            {
                Require(entry, 16);
                RequireFewer(++read);
                yield return new RequiredVersion(library, Name(U32(entry + 8)), U16(entry + 6), entry);
                entry += U32(entry + 12);
            }

            uint next = U32(need + 12);
            if (next == 0)
            {
                yield break;
            }

            need += next;
        }
    }

    /// <summary>Versions that the library itself offers.</summary>
    public IEnumerable<string> OfferedVersions()
    {
        long definition = Find(VersionDefinitions, "offered versions").Offset;
        for (int read = 1; ; read++)
        {
            Require(definition, 20);
            RequireFewer(read);
            long entry = definition + U32(definition + 12);
            yield return Name(U32(entry));
            uint next = U32(definition + 16);
            if (next == 0)
            {
                yield break;
            }

            definition += next;
        }
    }

    /// <summary>Symbols that the library expects from others.</summary>
    public IEnumerable<UndefinedSymbol> UndefinedSymbols()
    {
        int count = (int)(_symbols.Size / SymbolSize);
        for (int index = 1; index < count; index++)
        {
            long symbol = _symbols.Offset + ((long)index * SymbolSize);
            if (U16(symbol + 6) == 0)
            {
                yield return new UndefinedSymbol(Name(U32(symbol)), U16(_versions.Offset + (2L * index)) & 0x7fff, index, U8(symbol + 4) >> 4 == Weak);
            }
        }
    }

    /// <summary>Makes one required version a second mention of another of the same library.</summary>
    public void PointVersion(RequiredVersion from, RequiredVersion to)
    {
        _bytes.AsSpan((int)to.Offset, 4).CopyTo(_bytes.AsSpan((int)from.Offset)); // vna_hash
        _bytes.AsSpan((int)to.Offset + 8, 4).CopyTo(_bytes.AsSpan((int)from.Offset + 8)); // vna_name
    }

    /// <summary>Writes another name over an undefined symbol's and gives it another version.</summary>
    /// <exception cref="InvalidDataException">The name does not fit, or its place serves another symbol too.</exception>
    public void RenameSymbol(UndefinedSymbol symbol, string name, int version)
    {
        long place = U32(_symbols.Offset + ((long)symbol.Index * SymbolSize));
        int count = (int)(_symbols.Size / SymbolSize);
        bool shared = Enumerable.Range(1, count - 1).Any(index =>
            index != symbol.Index && U32(_symbols.Offset + ((long)index * SymbolSize)) is var other && other >= place && other <= place + symbol.Name.Length);
        if (shared || name.Length > symbol.Name.Length)
        {
            throw new InvalidDataException($"the name of {symbol.Name} is in use elsewhere or too short");
        }

        Require(_names.Offset + place, symbol.Name.Length + 1);
        var target = _bytes.AsSpan((int)(_names.Offset + place), symbol.Name.Length + 1);
        target.Clear();
        Encoding.ASCII.GetBytes(name, target);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan((int)(_versions.Offset + (2L * symbol.Index))), (ushort)version);
    }

    private Section Find(uint type, string what)
        => Array.Find(_sections, section => section.Type == type) is { Size: > 0 } found ? found : throw new InvalidDataException($"it has no {what}");

    private Section ReadSection(long offset)
    {
        Require(offset, SectionHeaderSize);
        var section = new Section(U32(offset + 4), Position(offset + 24), Position(offset + 32), (int)Math.Min(U32(offset + 40), int.MaxValue));
        const uint NoBits = 8;
        if (section.Type != NoBits)
        {
            Require(section.Offset, section.Size);
        }

        return section;
    }

    private string Name(uint offset)
    {
        if (offset >= _names.Size)
        {
            throw new InvalidDataException("a name lies outside its string table");
        }

        var rest = _bytes.AsSpan((int)(_names.Offset + offset), (int)(_names.Size - offset));
        int end = rest.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]);
    }

    private void Require(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > _bytes.Length - length)
        {
            throw new InvalidDataException("it ends early");
        }
    }

    // Versions refer to each other by distance: a damaged file could lead in circles.
    private static void RequireFewer(int entries)
    {
        if (entries > EntriesMax)
        {
            throw new InvalidDataException("it names too many versions");
        }
    }

    private long Position(long offset) => U64(offset) is var value && value <= long.MaxValue ? (long)value : throw new InvalidDataException("an offset lies outside of it");

    private byte U8(long offset)
    {
        Require(offset, 1);
        return _bytes[offset];
    }

    private ushort U16(long offset)
    {
        Require(offset, 2);
        return BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan((int)offset));
    }

    private uint U32(long offset)
    {
        Require(offset, 4);
        return BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan((int)offset));
    }

    private ulong U64(long offset)
    {
        Require(offset, 8);
        return BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan((int)offset));
    }

    /// <summary>A version that the library requires.</summary>
    /// <param name="Library">The library that must have it, for example libstdc++.so.6.</param>
    /// <param name="Version">For example GLIBCXX_3.4.32.</param>
    /// <param name="Index">What symbols call the version.</param>
    /// <param name="Offset">Where the entry is in the file.</param>
    public sealed record RequiredVersion(string Library, string Version, int Index, long Offset);

    /// <summary>A symbol that another library must have.</summary>
    /// <param name="Name">The mangled name.</param>
    /// <param name="Version">Index of the required version; 0 and 1 for none.</param>
    /// <param name="Index">Index of the symbol.</param>
    /// <param name="IsWeak">It may be missing.</param>
    public sealed record UndefinedSymbol(string Name, int Version, int Index, bool IsWeak);

    private readonly record struct Section(uint Type, long Offset, long Size, int Link);
}
