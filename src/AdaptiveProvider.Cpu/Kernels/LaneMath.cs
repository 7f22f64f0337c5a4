using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>Elementary functions on vectors.</summary>
/// <typeparam name="TFloat">Operations of the tier.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal static class LaneMath<TFloat, TVector>
    where TFloat : struct, IFloatLanes<TVector>
    where TVector : struct
{
    // exp overflows above the first and is below the normal numbers under the second.
    private const float Highest = 88.37626f;
    private const float Lowest = -87.33654f;

    private const float Log2E = 1.44269504f;

    // ln 2 in two parts; the upper one has few enough bits that its multiples are exact.
    private const float Ln2Upper = 0.693359375f;
    private const float Ln2Lower = -2.12194440e-4f;

    /// <summary>e^x with a relative error below 2e-7: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2]. Zero below -87.3, at most 2.4e38.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        var clamped = TFloat.Min(TFloat.Broadcast(Highest), TFloat.Max(TFloat.Broadcast(Lowest), x));
        var n = TFloat.Round(TFloat.Multiply(clamped, TFloat.Broadcast(Log2E)));
        var r = TFloat.MultiplyAdd(n, TFloat.Broadcast(-Ln2Upper), clamped);
        r = TFloat.MultiplyAdd(n, TFloat.Broadcast(-Ln2Lower), r);

        // Cephes expf: minimax coefficients of (e^r - 1 - r) / r^2.
        var p = TFloat.Broadcast(1.9875691500e-4f);
        p = TFloat.MultiplyAdd(p, r, TFloat.Broadcast(1.3981999507e-3f));
        p = TFloat.MultiplyAdd(p, r, TFloat.Broadcast(8.3334519073e-3f));
        p = TFloat.MultiplyAdd(p, r, TFloat.Broadcast(4.1665795894e-2f));
        p = TFloat.MultiplyAdd(p, r, TFloat.Broadcast(1.6666665459e-1f));
        p = TFloat.MultiplyAdd(p, r, TFloat.Broadcast(5.0000001201e-1f));
        p = TFloat.MultiplyAdd(p, TFloat.Multiply(r, r), TFloat.Add(r, TFloat.Broadcast(1f)));
        return TFloat.ZeroWhereLess(x, TFloat.Broadcast(Lowest), TFloat.ScaleByPowerOfTwo(p, n));
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var one = TFloat.Broadcast(1f);
        return TFloat.Divide(one, TFloat.Add(one, Exp(TFloat.Subtract(default, x))));
    }

    /// <summary>x * sigmoid(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Silu(TVector x) => TFloat.Multiply(x, Sigmoid(x));

    /// <summary>The tanh approximation of GELU (Hendrycks and Gimpel 2016), through tanh(z) = 2 sigmoid(2z) - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluTanh(TVector x)
    {
        var cubic = TFloat.Multiply(TFloat.Multiply(x, x), TFloat.Multiply(x, TFloat.Broadcast(0.044715f)));
        return TFloat.Multiply(x, Sigmoid(TFloat.Multiply(TFloat.Broadcast(1.5957691f), TFloat.Add(x, cubic))));
    }
}
