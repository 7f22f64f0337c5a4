using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Cpu.Tests.Execution;

/// <summary>Comparisons of sampled tokens by their logits.</summary>
internal static class TokenAssert
{
    /// <summary>Every reported logit has the same bits.</summary>
    public static void SameBits(SampledToken expected, SampledToken actual)
    {
        Assert.Equal(expected.Token, actual.Token);
        Assert.Equal(expected.LogSumExp, actual.LogSumExp);
        Assert.Equal(expected.TopLogits!, actual.TopLogits!);
    }

    /// <summary>Every reported logit has the same bits, row by row.</summary>
    public static void SameBits(ReadOnlySpan<SampledToken> expected, ReadOnlySpan<SampledToken> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int row = 0; row < expected.Length; row++)
        {
            SameBits(expected[row], actual[row]);
        }
    }

    /// <summary>The largest difference of a reported logit from the reference's.</summary>
    public static double Difference(double[] expected, SampledToken actual) => actual.TopLogits!.Max(logit => Math.Abs(logit.Logit - expected[logit.Token]));

    /// <summary>Every reported logit is close to the reference's.</summary>
    public static void Close(double[] expected, SampledToken actual, double tolerance) => Assert.InRange(Difference(expected, actual), 0, tolerance);
}
