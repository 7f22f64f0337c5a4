using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Tests.Weights;

public sealed class WeightTensorTests
{
    [Fact]
    public void CopyRowTo_EveryHalf_WidensExactly()
    {
        ushort[] bits = [.. Enumerable.Range(0, 65_536).Select(value => (ushort)value)];
        float[] widened = new float[bits.Length];

        WeightConversion.Widen(System.Runtime.InteropServices.MemoryMarshal.AsBytes(bits.AsSpan()), WeightType.F16, widened);

        for (int i = 0; i < bits.Length; i++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf(bits[i]);
            Assert.True(expected.Equals(widened[i]) && float.IsNegative(expected) == float.IsNegative(widened[i]), $"{bits[i]:x4}: {expected} {widened[i]}");
        }
    }

    [Theory]
    [InlineData(0x3F800000u, 0x3F80)]
    [InlineData(0x3F808000u, 0x3F80)]
    [InlineData(0x3F818000u, 0x3F82)]
    [InlineData(0x3F808001u, 0x3F81)]
    [InlineData(0x7F7FFFFFu, 0x7F80)]
    [InlineData(0xFF800000u, 0xFF80)]
    [InlineData(0x7F800001u, 0x7FC0)]
    [InlineData(0x00000001u, 0x0000)]
    public void FromValues_UpperHalf_RoundsToNearestEven(uint bits, ushort expected)
    {
        var tensor = WeightTensor.FromValues("a", [1], [BitConverter.UInt32BitsToSingle(bits)], WeightType.BF16);

        Assert.Equal(expected, BitConverter.ToUInt16(tensor.RowBytes(0)));
    }

    [Theory]
    [InlineData(WeightType.F32)]
    [InlineData(WeightType.F16)]
    [InlineData(WeightType.BF16)]
    [InlineData(WeightType.I8)]
    public void CopyTo_ValuesThatTheTypeHolds_RoundTrips(WeightType type)
    {
        float[] values = [.. Enumerable.Range(-100, 200).Select(value => (float)value)];
        float[] copy = new float[values.Length];

        WeightTensor.FromValues("a", [5, 40], values, type).CopyTo(copy);

        Assert.Equal(values, copy);
    }

    [Fact]
    public void FromValues_ByteOutOfRange_Saturates()
        => Assert.Equal([0x7F, 0x80], WeightTensor.FromValues("a", [1, 2], [1000, -1000], WeightType.I8).RowBytes(0).ToArray());

    [Fact]
    public void Rows_MiddleOfFusedTensor_IsAView()
    {
        var fused = WeightTensor.FromValues("qkv", [4, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
        float[] values = new float[4];

        var part = fused.Rows(1, 2);
        part.CopyTo(values);

        Assert.Equal([2, 3, 4, 5], values);
        Assert.Equal([2, 2], part.Shape.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => part.RowBytes(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => fused.Rows(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => fused.Rows(3, int.MaxValue));
    }

    [Theory]
    [InlineData(new[] { 3 })]
    [InlineData(new[] { -2, -2 })]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue })]
    public void FromValues_ShapeDoesNotHoldTheValues_Throws(int[] shape)
        => Assert.Throws<ArgumentException>(() => WeightTensor.FromValues("a", [.. shape], [1, 2, 3, 4]));

    [Fact]
    public void FromValues_Scalar_HasOneRow()
    {
        var tensor = WeightTensor.FromValues("a", [], [7]);

        Assert.Equal((1, 1, 1L, 4L), (tensor.RowCount, tensor.RowLength, tensor.ElementCount, tensor.ByteCount));
        Assert.Equal(7f, BitConverter.ToSingle(tensor.RowBytes(0)));
    }
}
