using System.Runtime.Intrinsics;
using AdaptiveProvider.Training.Kernels;

namespace AdaptiveProvider.Training.Tests.Kernels;

public sealed class VectorExpTests
{
    [Fact]
    public void Exp_WholeRange_IsWithinTwoUnitsOfTheLastPlace()
    {
        double worst = 0;
        for (float x = -87; x < 88; x += 0.0137f)
        {
            float actual = VectorExp.Exp(Vector512.Create(x))[3];
            worst = Math.Max(worst, Math.Abs((actual / Math.Exp(x)) - 1));
        }

        Assert.InRange(worst, 0, 2.4e-7);
    }

    [Theory]
    [InlineData(-1000f, 0, 1e-37)]
    [InlineData(float.NegativeInfinity, 0, 1e-37)]
    [InlineData(1000f, 1e38, 3.4e38)]
    public void Exp_OutOfRange_IsTheEndOfTheRange(float x, double low, double high) => Assert.InRange(VectorExp.Exp(Vector512.Create(x))[0], low, high);

    [Fact]
    public void Exp_NotANumber_StaysOne()
    {
        Assert.True(float.IsNaN(VectorExp.Exp(Vector512.Create(float.NaN))[7]));
        Assert.True(float.IsNaN(VectorExp.Sigmoid(Vector512.Create(float.NaN))[7]));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-90f)]
    [InlineData(30f)]
    [InlineData(-3.5f)]
    public void Sigmoid_Value_IsTheTextbooks(float x)
        => Assert.Equal(1 / (1 + Math.Exp(-x)), VectorExp.Sigmoid(Vector512.Create(x))[15], 1e-7);
}
