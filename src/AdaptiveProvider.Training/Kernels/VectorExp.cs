using System.Runtime.Intrinsics;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>The exponential of 16 values in single precision, and what is made of it.</summary>
internal static class VectorExp
{
    private const float Lowest = -87.3f, Highest = 88.3f; // what a normal single-precision number can hold
    private const float LnTwoHigh = 0.693359375f, LnTwoLow = -2.12194440e-4f; // ln 2 in two parts: n · high is exact

    /// <summary>e^x to about 2 units in the last place, x limited to what single precision holds.</summary>
    public static Vector512<float> Exp(Vector512<float> x)
    {
        // e^x = 2^n · e^r with |r| at most ln 2 / 2, where the seventh Taylor term is below 2^-23.
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(Lowest)), Vector512.Create(Highest));
        var n = Vector512.Round(x * 1.44269504f);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LnTwoLow), Vector512.FusedMultiplyAdd(n, Vector512.Create(-LnTwoHigh), x));
        var sum = Vector512.FusedMultiplyAdd(r, Vector512.Create(1f / 720), Vector512.Create(1f / 120));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 24));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 6));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(0.5f));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512<float>.One);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512<float>.One);
        return sum * ((Vector512.ConvertToInt32(n) + Vector512.Create(127)) << 23).AsSingle();
    }

    /// <summary>1 / (1 + e^-x)</summary>
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Exp(-x));
}
