using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Weights;

/// <summary>One tensor as a safetensors header describes it.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">The format's name of the element type, supported here or not.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte.</param>
internal sealed record SafetensorsEntry(string Name, string Type, ImmutableArray<long> Shape, long Begin, long End)
{
    // https://github.com/huggingface/safetensors, safetensors/src/tensor.rs, enum Dtype
    private static readonly FrozenDictionary<string, int> ElementBits = new (int Bits, string[] Types)[]
    {
        (4, ["F4"]),
        (6, ["F6_E2M3", "F6_E3M2"]),
        (8, ["BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2", "F8_E8M0"]),
        (16, ["U16", "I16", "F16", "BF16"]),
        (32, ["U32", "I32", "F32"]),
        (64, ["U64", "I64", "F64", "C64"]),
    }.SelectMany(group => group.Types.Select(type => (type, group.Bits))).ToFrozenDictionary(pair => pair.type, pair => pair.Bits);

    /// <summary>Stored bytes.</summary>
    public long ByteCount => End - Begin;

    /// <summary>The element type, or null where this reader has none for it.</summary>
    public WeightType? SupportedType => Type switch
    {
        "F32" => WeightType.F32,
        "F16" => WeightType.F16,
        "BF16" => WeightType.BF16,
        "I8" => WeightType.I8,
        _ => null,
    };

    /// <summary>The bytes that shape and type need; null where the type is unknown, -1 where no file could hold them.</summary>
    public long? ExpectedByteCount()
    {
        if (!ElementBits.TryGetValue(Type, out int elementBits))
        {
            return null;
        }

        if (Shape.Contains(0))
        {
            return 0;
        }

        UInt128 bits = (UInt128)elementBits;
        foreach (long size in Shape)
        {
            bits *= (UInt128)size;
            if (bits > long.MaxValue)
            {
                return -1;
            }
        }

        return bits % 8 == 0 ? (long)(bits / 8) : -1;
    }
}
