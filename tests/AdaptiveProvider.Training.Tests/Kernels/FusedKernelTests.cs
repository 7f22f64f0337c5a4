using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Tests.Kernels;

/// <summary>Every fused kernel against the same mathematics in single precision with automatic gradients.</summary>
public sealed class FusedKernelTests
{
    private const double Rounding = 4e-3; // bf16 keeps 8 bits, and a kernel rounds its results once or twice

    public FusedKernelTests() => TorchRuntime.Load();

    [Theory]
    [InlineData(1, 1, 16)]
    [InlineData(3, 7, 48)]
    [InlineData(2, 200, 64)]
    public void RmsNorm_ValuesAndGradients_AreTheTwins(int batch, int rows, int width)
    {
        using var scope = NewDisposeScope();
        var (x, gain, up) = (Tensors.Rounded(1, batch, rows, width), Tensors.Normal(2, width), Tensors.Rounded(3, batch, rows, width));

        CompareAll(
            [x, gain],
            up,
            inputs => FusedRmsNorm.Apply(inputs[0], inputs[1], 1e-5),
            inputs => inputs[0] * (inputs[0].square().mean([-1], keepdim: true) + 1e-5).rsqrt() * inputs[1]);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(130, 80)]
    public void SwiGlu_ValuesAndGradients_AreTheTwins(int rows, int width)
    {
        using var scope = NewDisposeScope();
        var (x, up) = (Tensors.Rounded(1, 1, rows, 2 * width), Tensors.Rounded(2, 1, rows, width));

        CompareAll([x], up, inputs => FusedSwiGlu.Apply(inputs[0]), inputs => silu(inputs[0].narrow(2, 0, width)) * inputs[0].narrow(2, width, width));
    }

    [Theory]
    [InlineData(2, 5, 4, 2, 32, true)]
    [InlineData(2, 5, 4, 2, 32, false)]
    [InlineData(1, 90, 3, 1, 64, true)]
    public void Rotary_ValuesAndGradients_AreTheTwins(int batch, int rows, int heads, int kvHeads, int dim, bool withKeys)
    {
        using var scope = NewDisposeScope();
        int parts = withKeys ? kvHeads : 0;
        var x = Tensors.Rounded(1, batch, rows, (heads + (2 * parts)) * dim);
        var half = Tensors.Normal(2, batch, rows, 1, dim / 2);
        var (cosine, sine) = (cat([half, half], 3).cos(), cat([half, half], 3).sin());
        var up = Tensors.Rounded(3, batch, heads + (2 * parts), rows, dim);

        CompareAll([x], up, inputs => cat(FusedRotary.Apply(inputs[0], cosine, sine, heads, parts), 1), Twin);

        Tensor Twin(Tensor[] inputs)
        {
            var split = inputs[0].view(batch, rows, -1, dim).transpose(1, 2);
            var turning = split.narrow(1, 0, heads + parts);
            var halves = turning.chunk(2, 3);
            var turned = (turning * cosine.transpose(1, 2)) + (cat([-halves[1], halves[0]], 3) * sine.transpose(1, 2));
            return cat([turned, split.narrow(1, heads + parts, parts)], 1);
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 32)]
    [InlineData(2, 4, 2, 37, 37, 32)]
    [InlineData(3, 4, 4, 16, 16, 64)]
    [InlineData(2, 6, 2, 9, 50, 32)] // chosen rows that see all keys
    public void Attention_ValuesAndGradients_AreTheTwins(int batch, int heads, int kvHeads, int rows, int keys, int dim)
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (Tensors.Rounded(1, batch, heads, rows, dim), Tensors.Rounded(2, batch, kvHeads, keys, dim), Tensors.Rounded(3, batch, kvHeads, keys, dim));
        var up = Tensors.Rounded(4, batch, rows, heads * dim);
        var random = new Random(rows);
        long[] last = [.. Enumerable.Range(0, batch * rows).Select(i => (long)(keys - rows + (i % rows)))];
        long[] first = [.. last.Select(end => (long)random.Next((int)end + 1))];
        var (starts, ends) = (tensor(first, batch, rows), tensor(last, batch, rows));
        var key = arange(keys).view(1, 1, -1);
        var hidden = key.lt(starts.unsqueeze(2)).logical_or(key.gt(ends.unsqueeze(2))).unsqueeze(1); // [batch, 1, rows, keys]

        CompareAll([q, k, v], up, inputs => FusedAttention.Apply(inputs[0], inputs[1], inputs[2], starts, ends), Twin, tolerance: 3 * Rounding);

        Tensor Twin(Tensor[] inputs)
        {
            int group = heads / kvHeads;
            var scores = einsum("bhrd,bhkd->bhrk", inputs[0], inputs[1].repeat_interleave(group, 1)) / Math.Sqrt(dim);
            var mixed = einsum("bhrk,bhkd->bhrd", scores.masked_fill(hidden, float.NegativeInfinity).softmax(-1), inputs[2].repeat_interleave(group, 1));
            return mixed.transpose(1, 2).reshape(batch, rows, heads * dim);
        }
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(150, 96)]
    public void CrossEntropy_LossAndGradient_AreTheTwins(int rows, int vocabulary)
    {
        using var scope = NewDisposeScope();
        var logits = (Tensors.Normal(1, rows, vocabulary) * 5).to(ScalarType.BFloat16);
        var twin = logits.to(ScalarType.Float32).requires_grad_(true);
        var targets = tensor([.. Enumerable.Range(0, rows).Select(row => (long)(row * 5 % vocabulary))]);
        var expected = cross_entropy(twin, targets, reduction: nn.Reduction.Sum);
        (expected * 0.25).backward();

        double loss = FusedCrossEntropy.Run(logits, targets, 0.25);

        Assert.Equal(1, loss / expected.ToDouble(), 1e-5);
        Assert.InRange(Tensors.Relative(twin.grad!, logits), 0, Rounding);
    }

    [Fact]
    public void Fits_OtherTypesPlacesAndShapes_DoNot()
    {
        using var scope = NewDisposeScope();
        var fitting = zeros([4, 32], ScalarType.BFloat16);

        Assert.True(HostRows.Fits(fitting));
        Assert.False(HostRows.Fits(fitting.to(ScalarType.Float32)));
        Assert.False(HostRows.Fits(fitting.to(ScalarType.Float16)));
        Assert.False(HostRows.Fits(fitting.t()));
        Assert.False(HostRows.Fits(zeros([4, 24], ScalarType.BFloat16)));
        Assert.False(HostRows.Fits(empty([4, 32], ScalarType.BFloat16, device: META)));
    }

    [Fact]
    public void Bits_Values_RoundToNearestAsLibtorchDoes()
    {
        using var scope = NewDisposeScope();
        var values = Tensors.Normal(1, 512);
        ushort[] expected = HostRows.Bits(values.to(ScalarType.BFloat16)).ToArray();

        Assert.Equal(expected, Tensors.Values(values).Select(HostRows.Bits));
    }

    private static void CompareAll(Tensor[] inputs, Tensor up, Func<Tensor[], Tensor> fused, Func<Tensor[], Tensor> twin, double tolerance = Rounding)
    {
        var (actual, actualGradients) = Run(inputs, up, fused);
        var (expected, expectedGradients) = Run([.. inputs.Select(input => input.to(ScalarType.Float32, copy: true))], up.to(ScalarType.Float32), twin);

        Assert.InRange(Tensors.Relative(expected, actual), 0, tolerance);
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.InRange(Tensors.Relative(expectedGradients[i], actualGradients[i]), 0, tolerance);
        }
    }

    private static (Tensor Output, Tensor[] Gradients) Run(Tensor[] inputs, Tensor up, Func<Tensor[], Tensor> function)
    {
        Tensor[] leaves = [.. inputs.Select(input => input.detach().clone().requires_grad_(true))];
        var output = function(leaves);
        autograd.backward([output], [up.to(output.dtype)]);
        ReturnedGradients.Release();
        return (output.detach(), [.. leaves.Select(leaf => leaf.grad!)]);
    }
}
