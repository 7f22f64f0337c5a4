using System.Numerics;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Tests.Sampling;

public sealed class LogitScanTests
{
    [Fact]
    public void Exp_NegativeExponents_MatchesDoublePrecision()
    {
        for (float x = 0; x > -86; x -= 0.0137f)
        {
            double expected = Math.Exp(x);

            Assert.InRange(LogitScan.Exp(new Vector<float>(x))[0] / expected, 1 - 2e-7, 1 + 2e-7);
        }

        Assert.InRange(LogitScan.Exp(new Vector<float>(float.NegativeInfinity))[0], 0, 1e-37f);
    }

    [Fact]
    public void Max_EveryPosition_FindsIt()
    {
        for (int length = 1; length < 40; length++)
        {
            for (int position = 0; position < length; position++)
            {
                var logits = new float[length];
                Array.Fill(logits, -3f);
                logits[position] = -1f;

                Assert.Equal(-1f, LogitScan.Max(logits));
                Assert.Equal(position, LogitScan.NextAtLeast(logits, 0, -1f));
                Assert.Equal(-1, LogitScan.NextAtLeast(logits, position + 1, -1f));
            }
        }
    }
}
