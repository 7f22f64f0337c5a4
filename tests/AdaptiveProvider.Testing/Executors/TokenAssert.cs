using AdaptiveProvider.Engine.Sampling;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Comparisons of sampled tokens by their logits.</summary>
public static class TokenAssert
{
    /// <summary>Every reported logit has the same bits.</summary>
    public static void SameBits(SampledToken expected, SampledToken actual)
    {
        Assert.Equal(expected.Token, actual.Token);
        Assert.Equal(expected.LogSumExp, actual.LogSumExp);
        Assert.Equal(expected.TopLogits!, actual.TopLogits!);
    }

    /// <summary>Every reported logit has the same bits, row by row.</summary>
    public static void SameBits(ReadOnlySpan<SampledToken> expected, ReadOnlySpan<SampledToken> actual) => Same(expected, actual, 0);

    /// <summary>Every reported logit differs by at most the tolerance, 0 for the same bits; another token only where the two were that close.</summary>
    public static void Same(ReadOnlySpan<SampledToken> expected, ReadOnlySpan<SampledToken> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int row = 0; row < expected.Length; row++)
        {
            if (tolerance == 0)
            {
                SameBits(expected[row], actual[row]);
            }
            else
            {
                Near(expected[row], actual[row], tolerance);
            }
        }
    }

    /// <summary>The largest difference of a reported logit from the reference's.</summary>
    public static double Difference(double[] expected, SampledToken actual) => actual.TopLogits!.Max(logit => Math.Abs(logit.Logit - expected[logit.Token]));

    /// <summary>Every reported logit is close to the reference's.</summary>
    public static void Close(double[] expected, SampledToken actual, double tolerance) => Assert.InRange(Difference(expected, actual), 0, tolerance);

    private static void Near(SampledToken expected, SampledToken actual, double tolerance)
    {
        // The lowest of the reported logits may be different tokens'; all that both report must agree, and those are nearly all.
        var logits = expected.TopLogits!.ToDictionary(logit => logit.Token, logit => logit.Logit);
        var common = actual.TopLogits!.Where(logit => logits.ContainsKey(logit.Token)).ToArray();
        Assert.InRange(common.Length, actual.TopLogits!.Length * 3 / 4, actual.TopLogits!.Length);
        Assert.InRange(common.Max(logit => Math.Abs(logit.Logit - logits[logit.Token])), 0, tolerance);
        Assert.InRange(Math.Abs(expected.LogSumExp - actual.LogSumExp), 0, tolerance);
        if (expected.Token != actual.Token)
        {
            Assert.InRange(expected.Logit - logits[actual.Token], 0, 2 * tolerance);
        }
    }
}
