using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Torch.Scripts;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Tests.Scripts;

/// <summary>Every script compiles, and does what its eager twin does operation by operation.</summary>
public sealed class ScriptTests
{
    private const int Hidden = 12, Heads = 4, KvHeads = 2, Dim = 6, Intermediate = 10, SlotLength = 16;
    private const double Epsilon = 1e-5;

    [Fact]
    public void Compile_EverySource_DefinesItsFunctions()
    {
        TorchRuntime.Load();

        Assert.NotNull(ScriptLibrary.Portable);
        Assert.NotNull(ScriptLibrary.WithFlash);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public void Project_RandomWeights_MatchesEagerTwin(bool bias, bool gain, bool someWrite)
    {
        using var scope = Begin();
        const int Rows = 5;
        var (hidden, norm, weight) = (Numbers(1, Rows, Hidden), Numbers(2, Hidden), Numbers(3, (Heads + (2 * KvHeads)) * Dim, Hidden));
        var biases = bias ? Numbers(4, (Heads + (2 * KvHeads)) * Dim) : null;
        var gains = gain ? Numbers(5, Heads + KvHeads, Dim) : null;
        var angles = Numbers(6, Rows, 1, Dim / 2);
        var rotation = view_as_complex(stack([angles.cos(), angles.sin()], -1));
        var (kv, expectedKv) = (zeros(2 * SlotLength, 2, KvHeads, Dim), zeros(2 * SlotLength, 2, KvHeads, Dim));
        long[] writers = someWrite ? [0, 2, 3] : [0, 1, 2, 3, 4], places = someWrite ? [7, 20, 21] : [3, 4, 5, 30, 31];

        var states = (Tensor)ScriptLibrary.Portable.invoke(
            "project", hidden, kv, tensor(places), someWrite ? tensor(writers) : null!, rotation, norm, weight, null!, biases!, gains!, Heads, KvHeads, (Scalar)Epsilon, true);

        var expected = EagerTwin.Project(hidden, norm, weight, biases, gains, angles, Heads, KvHeads, Dim, Epsilon);
        for (int i = 0; i < writers.Length; i++)
        {
            expectedKv[places[i]] = expected[writers[i]].narrow(0, Heads * Dim, 2 * KvHeads * Dim).view(2, KvHeads, Dim);
        }

        AssertNear(expected, states);
        AssertNear(expectedKv, kv);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StoreKeys_RandomWeights_WritesWhatProjectWrites(bool someWrite)
    {
        using var scope = Begin();
        const int Rows = 4, Width = (Heads + (2 * KvHeads)) * Dim;
        object[] weights = [Numbers(2, Hidden), Numbers(3, Width, Hidden), null!, Numbers(4, Width), Numbers(5, Heads + KvHeads, Dim)];
        var angles = Numbers(6, Rows, 1, Dim / 2);
        var rotation = view_as_complex(stack([angles.cos(), angles.sin()], -1));
        var (hidden, kv, expectedKv) = (Numbers(1, Rows, Hidden), zeros(SlotLength, 2, KvHeads, Dim), zeros(SlotLength, 2, KvHeads, Dim));
        var (places, writers) = someWrite ? (tensor([7L, 2L]), tensor([0L, 3L])) : (tensor([3L, 4L, 5L, 9L]), null!);

        ScriptLibrary.Portable.invoke("store_keys", [hidden, kv, places, writers, rotation, .. weights, Heads, KvHeads, (Scalar)Epsilon, true]);
        ScriptLibrary.Portable.invoke("project", [hidden, expectedKv, places, writers, rotation, .. weights, Heads, KvHeads, (Scalar)Epsilon, true]);

        AssertNear(expectedKv, kv);
        Assert.True(kv.abs().sum().item<float>() > 1);
        AssertNear(Numbers(1, Rows, Hidden), hidden, 0);
    }

    [Theory]
    [InlineData(1, 3, 9, int.MaxValue)]
    [InlineData(2, 1, 7, int.MaxValue)]
    [InlineData(2, 3, 8, 4)]
    public void Attend_SpansOverTheCache_MatchesEagerTwin(int spans, int span, int length, int window)
    {
        using var scope = Begin();
        var states = Numbers(1, 1 + (spans * span), (Heads + (2 * KvHeads)) * Dim);
        var kv = Numbers(2, 4 * SlotLength, 2, KvHeads, Dim);
        var positions = cat([.. Enumerable.Range(0, spans).Select(i => arange(length - span - i, length - i, ScalarType.Int64))], 0);

        var mask = (Tensor)ScriptLibrary.Portable.invoke("causal_mask", positions, null!, 0, spans, span, length, Heads / KvHeads, window, states);
        var mixed = (Tensor)ScriptLibrary.Portable.invoke("attend", states, kv, mask, 1, SlotLength, spans, span, SlotLength, length, Heads, KvHeads);

        for (int row = 0; row < spans * span; row++)
        {
            var slot = kv.narrow(0, SlotLength * (1 + (row / span)), SlotLength);
            AssertNear(EagerTwin.Attend(states[1 + row], slot, (int)positions[row].item<long>(), window, Heads, KvHeads, Dim), mixed[row]);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Finish_RandomWeights_MatchesEagerTwin(bool bias, bool gelu)
    {
        using var scope = Begin();
        var (hidden, mixed) = (Numbers(1, 3, Hidden), Numbers(2, 3, Heads * Dim));
        var (output, norm, gateUp, down) = (Numbers(3, Hidden, Heads * Dim), Numbers(4, Hidden), Numbers(5, 2 * Intermediate, Hidden), Numbers(6, Hidden, Intermediate));
        var biases = bias ? (Numbers(7, Hidden), Numbers(8, 2 * Intermediate), Numbers(9, Hidden)) : ((Tensor, Tensor, Tensor)?)null;
        var expected = EagerTwin.Finish(hidden, mixed, output, norm, gateUp, down, biases, gelu, Epsilon);

        ScriptLibrary.Portable.invoke(
            "finish", hidden, mixed, output, null!, biases?.Item1!, norm, gateUp, null!, biases?.Item2!, down, null!, biases?.Item3!, null!, null!, false, (Scalar)Epsilon, gelu);

        AssertNear(expected, hidden);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Finish_NormsBehindTheBranches_MatchesEagerTwin(bool afterSum)
    {
        using var scope = Begin();
        var (hidden, mixed) = (Numbers(1, 3, Hidden), Numbers(2, 3, Heads * Dim));
        var (output, norm, gateUp, down) = (Numbers(3, Hidden, Heads * Dim), Numbers(4, Hidden), Numbers(5, 2 * Intermediate, Hidden), Numbers(6, Hidden, Intermediate));
        var (outputNorm, downNorm) = (Numbers(7, Hidden), Numbers(8, Hidden));
        var states = EagerTwin.AddBranch(hidden, mixed, output, outputNorm, afterSum, Epsilon);
        var gates = nn.functional.linear(EagerTwin.Norm(states, norm, Epsilon), gateUp).chunk(2, 1);
        var expected = EagerTwin.AddBranch(states, gates[0] * sigmoid(gates[0]) * gates[1], down, downNorm, afterSum, Epsilon);

        ScriptLibrary.Portable.invoke(
            "finish", hidden, mixed, output, null!, null!, norm, gateUp, null!, null!, down, null!, null!, outputNorm, downNorm, afterSum, (Scalar)Epsilon, false);

        AssertNear(expected, hidden);
    }

    [Fact]
    public void Loops_NormsInjectionAndHazard_MatchEagerTwins()
    {
        using var scope = Begin();
        var (states, injected, gain) = (Numbers(1, 3, Hidden), Numbers(2, 3, 2 * Hidden).narrow(1, Hidden, Hidden), Numbers(3, Hidden));
        var (weight, gate, bias) = (Numbers(4, Hidden, 2 * Hidden), Numbers(5, 1, Hidden), Numbers(6, 1));
        var expected = nn.functional.linear(cat([EagerTwin.Norm(states, gain, Epsilon), injected], 1), weight);

        ScriptLibrary.Portable.invoke("norm_rows", states, gain, (Scalar)Epsilon);
        ScriptLibrary.Portable.invoke("inject", states, injected, weight, null!);

        AssertNear(expected, states);
        AssertNear(sigmoid(states.mv(gate.view(-1)) + bias), (Tensor)ScriptLibrary.Portable.invoke("hazard", states, gate, bias));
    }

    [Fact]
    public void Layer_OneGroup_MatchesItsParts()
    {
        using var scope = Begin();
        const int Rows = 2;
        object[] project = [Numbers(2, Hidden), Numbers(3, (Heads + (2 * KvHeads)) * Dim, Hidden), null!, null!, null!];
        object[] finish = [Numbers(4, Hidden, Heads * Dim), null!, null!, Numbers(5, Hidden), Numbers(6, 2 * Intermediate, Hidden), null!, null!, Numbers(7, Hidden, Intermediate), null!, null!, null!, null!, false];
        var (whole, parts) = (Numbers(1, Rows, Hidden), Numbers(1, Rows, Hidden));
        var (wholeKv, partsKv) = (Numbers(8, 2 * SlotLength, 2, KvHeads, Dim), Numbers(8, 2 * SlotLength, 2, KvHeads, Dim));
        Tensor places = tensor([5L, SlotLength + 5L]), mask = zeros(2, 1, 1, 6);

        ScriptLibrary.Portable.invoke("layer", [whole, wholeKv, places, null!, null!, mask, 0, 2, 1, SlotLength, 6, .. project, .. finish, Heads, KvHeads, (Scalar)Epsilon, false]);
        var states = (Tensor)ScriptLibrary.Portable.invoke("project", [parts, partsKv, places, null!, null!, .. project, Heads, KvHeads, (Scalar)Epsilon, true]);
        var mixed = (Tensor)ScriptLibrary.Portable.invoke("attend", states, partsKv, mask, 0, 0, 2, 1, SlotLength, 6, Heads, KvHeads);
        ScriptLibrary.Portable.invoke("finish", [parts, mixed, .. finish, (Scalar)Epsilon, false]);

        AssertNear(parts, whole, 0);
        AssertNear(partsKv, wholeKv, 0);
    }

    // A value that is not finite must not reach other requests through the cache: 0 times infinity is no number.
    [Fact]
    public void Project_NotFinite_WritesFiniteKeysAndValues()
    {
        using var scope = Begin();
        var hidden = full(1, Hidden, float.NaN);
        var kv = zeros(SlotLength, 2, KvHeads, Dim);

        ScriptLibrary.Portable.invoke(
            "project", hidden, kv, tensor([2L]), null!, null!, Numbers(2, Hidden), Numbers(3, (Heads + (2 * KvHeads)) * Dim, Hidden), null!, null!, null!, Heads, KvHeads, (Scalar)Epsilon, true);

        Assert.True(kv.isfinite().all().item<bool>());
    }

    [Fact]
    public void Invoke_WrongShapes_ThrowsAndGoesOn()
    {
        using var scope = Begin();

        Assert.ThrowsAny<Exception>(() => ScriptLibrary.Portable.invoke("product", Numbers(1, 2, 3), Numbers(2, 4, 5), null!, null!));
        Assert.Equal([2L, 4L], ((Tensor)ScriptLibrary.Portable.invoke("product", Numbers(1, 2, 3), Numbers(2, 4, 3), null!, null!)).shape);
    }

    private static DisposeScope Begin()
    {
        TorchRuntime.Load();
        return NewDisposeScope();
    }

    private static Tensor Numbers(int seed, params long[] shape)
    {
        var random = new Random(seed);
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((random.NextDouble() * 2) - 1);
        }

        return tensor(values).view(shape);
    }

    private static void AssertNear(Tensor expected, Tensor actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange(expected.sub(actual).abs().max().item<float>(), 0, tolerance);
    }
}
