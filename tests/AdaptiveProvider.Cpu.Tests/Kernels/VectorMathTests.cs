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
                Assert.Equal(left.Sum(a => (double)a), math.Sum(l, length), 1e-5);
                Assert.Equal(left.Max(), math.Max(l, length));
                Assert.Equal(left.Max(Math.Abs), math.MaxMagnitude(l, length));
                Assert.Equal(Array.IndexOf(left, left.Max()), math.ArgMax(l, length));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void ArgMax_EqualElements_TakesTheFirst(string tier)
    {
        float[] values = new float[100];
        values[37] = values[38] = values[90] = 1;
        fixed (float* source = values)
        {
            Assert.Equal(37, MathOf(tier).ArgMax(source, values.Length));
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
    public void ElementwiseOperations_AnyLength_TouchExactlyTheirElements(string tier)
    {
        var math = MathOf(tier);
        foreach (int length in Lengths)
        {
            float[] source = RandomWeights.Numbers(length + 1, 3), initial = RandomWeights.Numbers(length + 1, 4);
            AssertMapped(initial, length, i => initial[i] + source[i], (s, d) => math.Add(s, d, length), source);
            AssertMapped(initial, length, i => initial[i] * 1.5f, (_, d) => math.Scale(1.5f, d, length), source);
            AssertMapped(initial, length, i => initial[i] + (1.5f * source[i]), (s, d) => math.MultiplyAdd(1.5f, s, d, length), source);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void ExpShifted_WholeRange_HasASmallRelativeError(string tier)
    {
        var math = MathOf(tier);
        float[] values = [.. Enumerable.Range(0, 20_011).Select(i => -87.3f + (i * 175.6f / 20_011))];
        float[] actual = new float[values.Length];
        fixed (float* source = values, target = actual)
        {
            math.ExpShifted(source, 0, target, values.Length);
        }

        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(1, actual[i] / Math.Exp(values[i]), 3e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void ExpShifted_SpecialValues_BehaveLikeExp(string tier)
    {
        float[] values = [float.NegativeInfinity, -1000, -88, 0, float.NaN, 1000];
        foreach (int repeat in (int[])[1, 4])
        {
            float[] padded = [.. Enumerable.Repeat(values, repeat).SelectMany(v => v)];
            float[] actual = new float[padded.Length];
            fixed (float* source = padded, target = actual)
            {
                MathOf(tier).ExpShifted(source, 0, target, padded.Length);
            }

            for (int i = 0; i < actual.Length; i += values.Length)
            {
                Assert.Equal([0, 0, 0, 1, float.NaN], actual[i..(i + 5)]);
                Assert.True(actual[i + 5] > 1e38f);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void ExpShifted_Shift_ReturnsTheSum(string tier)
    {
        foreach (int length in Lengths)
        {
            float[] values = RandomWeights.Numbers(length, 9), actual = new float[length];
            fixed (float* source = values, target = actual)
            {
                float sum = MathOf(tier).ExpShifted(source, 2, target, length);

                Assert.Equal(1, sum / values.Sum(value => Math.Exp((double)value - 2)), 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Gates_AnyLength_MatchDoublePrecision(string tier)
    {
        var math = MathOf(tier);
        foreach (int length in Lengths)
        {
            float[] gate = [.. RandomWeights.Numbers(length, 1).Select(value => 5 * value)], up = RandomWeights.Numbers(length, 2);
            float[] silu = new float[length], gelu = new float[length];
            fixed (float* g = gate, u = up, s = silu, t = gelu)
            {
                math.GateSilu(g, u, s, length);
                math.GateGelu(g, u, t, length);
            }

            for (int i = 0; i < length; i++)
            {
                double x = gate[i];
                Assert.Equal(x / (1 + Math.Exp(-x)) * up[i], silu[i], 3e-6 * Math.Max(1, Math.Abs(x * up[i])));
                double tanh = Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)));
                Assert.Equal(0.5 * x * (1 + tanh) * up[i], gelu[i], 3e-6 * Math.Max(1, Math.Abs(x * up[i])));
            }
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

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Attention_StoredElements_MatchesDoublePrecision(string tier)
    {
        const int positions = 13, stride = 120;
        var math = MathOf(tier);
        foreach (var type in Enum.GetValues<ElementType>())
        {
            foreach (int length in Lengths)
            {
                float[] rows = RandomWeights.Numbers(positions * stride, 1), widened = new float[rows.Length];
                float[] query = RandomWeights.Numbers(length, 2), scores = new float[positions], sum = RandomWeights.Numbers(length, 3), before = [.. sum];
                byte[] stored = new byte[rows.Length * VectorMath.ElementBytes(type)];
                nint strideBytes = stride * VectorMath.ElementBytes(type);
                fixed (float* r = rows, w = widened, q = query, s = scores, d = sum)
                fixed (byte* keys = stored)
                {
                    math.Narrow(r, type, keys, rows.Length);
                    math.Widen(keys, type, w, rows.Length);
                    math.Scores(q, keys, type, strideBytes, positions, length, 0.125f, s);
                    math.WeightedSum(s, keys, type, strideBytes, positions, length, d);
                }

                for (int position = 0; position < positions; position++)
                {
                    double expected = Enumerable.Range(0, length).Sum(i => (double)query[i] * widened[(position * stride) + i]) * 0.125;
                    Assert.Equal(expected, scores[position], 1e-5);
                }

                for (int i = 0; i < length; i++)
                {
                    double expected = before[i] + Enumerable.Range(0, positions).Sum(position => (double)scores[position] * widened[(position * stride) + i]);
                    Assert.Equal(expected, sum[i], 2e-5);
                }
            }
        }
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

    private delegate void Operation(float* source, float* destination);

    private static void AssertMapped(float[] initial, int length, Func<int, float> expected, Operation operation, float[] source)
    {
        float[] actual = [.. initial];
        fixed (float* s = source, d = actual)
        {
            operation(s, d);
        }

        Assert.All(Enumerable.Range(0, length), i => Assert.Equal(expected(i), actual[i], 1e-6));
        Assert.Equal(initial[length], actual[length]);
    }
}
