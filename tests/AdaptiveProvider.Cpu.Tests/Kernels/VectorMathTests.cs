using AdaptiveProvider.Cpu.Kernels;

namespace AdaptiveProvider.Cpu.Tests.Kernels;

public sealed unsafe class VectorMathTests
{
    private static readonly int[] Lengths = [1, 2, 7, 8, 15, 16, 17, 33, 64, 100];

    public static TheoryData<string> Tiers()
        => [.. Enum.GetValues<InstructionTier>().Where(InstructionTiers.IsSupported).Select(tier => tier.ToString())];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Reductions_AnyLength_MatchDoublePrecision(string tier)
    {
        var math = MathOf(tier);
        foreach (int length in Lengths)
        {
            float[] left = RandomWeights.Numbers(length, length), right = RandomWeights.Numbers(length, length + 1);
            fixed (float* l = left, r = right)
            {
                Assert.Equal(left.Zip(right, (a, b) => (double)a * b).Sum(), math.Dot(l, r, length), 1e-5);
                Assert.Equal(left.Max(Math.Abs), math.MaxMagnitude(l, length));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void MaxMagnitude_ElementThatIsNoNumber_SaysSo(string tier)
    {
        foreach (int length in Lengths)
        {
            for (int i = 0; i < length; i++)
            {
                float[] values = RandomWeights.Numbers(length, 1);
                values[i] = float.NaN;
                fixed (float* source = values)
                {
                    Assert.True(float.IsNaN(MathOf(tier).MaxMagnitude(source, length)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Updates_AnyLength_TouchExactlyTheirElements(string tier)
    {
        var math = MathOf(tier);
        foreach (int length in Lengths)
        {
            float[] change = RandomWeights.Numbers(length + 1, 5), added = RandomWeights.Numbers(length + 1, 6), mixed = [.. added], initial = [.. added];
            fixed (float* source = change, sum = added, mean = mixed)
            {
                math.AddScaled(0.3f, source, sum, length);
                math.Interpolate(0.3f, source, mean, length);
            }

            for (int i = 0; i < length; i++)
            {
                Assert.Equal(initial[i] + (0.3 * change[i]), added[i], 1e-6);
                Assert.Equal((0.7 * initial[i]) + (0.3 * change[i]), mixed[i], 1e-6);
            }

            Assert.Equal((initial[length], initial[length]), (added[length], mixed[length]));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Scale_AnyLength_TouchesExactlyItsElements(string tier)
    {
        var math = MathOf(tier);
        foreach (int length in Lengths)
        {
            float[] initial = RandomWeights.Numbers(length + 1, 4), actual = [.. initial];
            fixed (float* destination = actual)
            {
                math.Scale(1.5f, destination, length);
            }

            Assert.Equal([.. initial[..length].Select(value => value * 1.5f), initial[length]], actual);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void RmsNorm_AnyLength_MatchesDoublePrecision(string tier)
    {
        foreach (int length in Lengths)
        {
            float[] values = RandomWeights.Numbers(length, 1), gain = RandomWeights.Numbers(length, 2), actual = new float[length];
            double inverse = 1 / Math.Sqrt((values.Sum(value => (double)value * value) / length) + 1e-5);
            fixed (float* source = values, g = gain, target = actual)
            {
                float largest = MathOf(tier).RmsNorm(source, g, 1e-5f, length, target);

                Assert.Equal(actual.Max(Math.Abs), largest);
            }

            Assert.All(Enumerable.Range(0, length), i => Assert.Equal(values[i] * inverse * gain[i], actual[i], 2e-6));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void RotateHalves_AnyLength_RotatesThePairs(string tier)
    {
        foreach (int half in Lengths)
        {
            float[] head = RandomWeights.Numbers(2 * half, 1), angles = RandomWeights.Numbers(half, 2), actual = [.. head];
            float[] cos = [.. angles.Select(MathF.Cos)], sin = [.. angles.Select(MathF.Sin)];
            fixed (float* target = actual, c = cos, s = sin)
            {
                MathOf(tier).RotateHalves(target, c, s, half);
            }

            for (int i = 0; i < half; i++)
            {
                Assert.Equal(((double)head[i] * cos[i]) - ((double)head[half + i] * sin[i]), actual[i], 1e-6);
                Assert.Equal(((double)head[half + i] * cos[i]) + ((double)head[i] * sin[i]), actual[half + i], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void NarrowThenWiden_BFloat16_RoundsToEven(string tier)
    {
        float[] values = [0, -0f, 1, 1.00390625f, 1.01171875f, -3.14159f, 1e-40f, float.MaxValue, float.PositiveInfinity, float.NaN, .. RandomWeights.Numbers(60, 1)];

        float[] actual = RoundTrip(tier, ElementType.BF16, values);

        Assert.Equal(values.Select(value => BFloat16.Widen(BFloat16.Narrow(value))), actual);
        Assert.Equal(1f, actual[3]);
        Assert.Equal(1.015625f, actual[4]);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void NarrowThenWiden_Half_MatchesTheRuntime(string tier)
    {
        float[] special = [0, -0f, 1, 65504, 65519, 65520, -70000, 1e-8f, 6e-8f, 5.96e-8f, 6.1e-5f, 6.097e-5f, float.NegativeInfinity, float.NaN];
        float[] values = [.. special, .. Enumerable.Range(0, 65536).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)),
            .. RandomWeights.Numbers(5000, 1).Select((value, i) => value * MathF.Pow(2, (i % 40) - 30))];

        float[] actual = RoundTrip(tier, ElementType.F16, values);

        Assert.Equal(values.Select(value => (float)(Half)value), actual);
    }

    private static VectorMath MathOf(string tier) => KernelSet.For(Enum.Parse<InstructionTier>(tier)).Math;

    private static float[] RoundTrip(string tier, ElementType type, float[] values)
    {
        float[] actual = new float[values.Length];
        ushort[] stored = new ushort[values.Length];
        fixed (float* source = values, target = actual)
        fixed (ushort* narrow = stored)
        {
            MathOf(tier).Narrow(source, type, narrow, values.Length);
            MathOf(tier).Widen(narrow, type, target, values.Length);
        }

        return actual;
    }
}
