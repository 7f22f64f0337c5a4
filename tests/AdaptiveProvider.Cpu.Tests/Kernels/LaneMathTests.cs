using System.Numerics;
using System.Runtime.Intrinsics;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Tests.Kernels;

public sealed unsafe class LaneMathTests
{
    private enum Function
    {
        Exp,
        Silu,
        GeluTanh,
    }

    public static TheoryData<string> Tiers()
        => [.. Enum.GetValues<InstructionTier>().Where(InstructionTiers.IsSupported).Select(tier => tier.ToString())];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Exp_WholeRange_HasASmallRelativeError(string tier)
    {
        float[] values = [.. Enumerable.Range(0, 20_000).Select(i => -87.3f + (i * 175.6f / 20_000))];

        float[] actual = Apply(tier, Function.Exp, values);

        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(1, actual[i] / Math.Exp(values[i]), 3e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Exp_SpecialValues_BehavesLikeExp(string tier)
    {
        float[] actual = Apply(tier, Function.Exp, [float.NegativeInfinity, -1000, -88, 0, float.NaN, 1000, float.PositiveInfinity, 1]);

        Assert.Equal([0, 0, 0, 1, float.NaN], actual[..5]);
        Assert.True(actual[5] > 1e38f && actual[6] > 1e38f);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Activations_WholeRange_MatchDoublePrecision(string tier)
    {
        float[] values = [.. Enumerable.Range(0, 4000).Select(i => -100 + (i * 0.05f))];

        float[] silu = Apply(tier, Function.Silu, values), gelu = Apply(tier, Function.GeluTanh, values);

        for (int i = 0; i < values.Length; i++)
        {
            double x = values[i], tolerance = 1e-6 * Math.Max(1, Math.Abs(x));
            Assert.Equal(x / (1 + Math.Exp(-x)), silu[i], tolerance);
            Assert.Equal(0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))), gelu[i], tolerance);
        }
    }

    private static float[] Apply(string tier, Function function, float[] values) => Enum.Parse<InstructionTier>(tier) switch
    {
        InstructionTier.Avx512 => Apply<FloatLanes512, Vector512<float>>(function, values),
        InstructionTier.Avx2 => Apply<FloatLanes256, Vector256<float>>(function, values),
        _ => Apply<FloatLanesPortable, Vector<float>>(function, values),
    };

    private static float[] Apply<TFloat, TVector>(Function function, float[] values)
        where TFloat : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        float[] padded = [.. values, .. new float[TFloat.Count]];
        fixed (float* data = padded)
        {
            for (int i = 0; i < values.Length; i += TFloat.Count)
            {
                var x = TFloat.Load(data + i);
                TFloat.Store(
                    function switch
                    {
                        Function.Exp => LaneMath<TFloat, TVector>.Exp(x),
                        Function.Silu => LaneMath<TFloat, TVector>.Silu(x),
                        _ => LaneMath<TFloat, TVector>.GeluTanh(x),
                    },
                    data + i);
            }
        }

        return padded[..values.Length];
    }
}
