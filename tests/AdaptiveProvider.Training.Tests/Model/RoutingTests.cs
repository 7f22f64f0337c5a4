using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Model;

/// <summary>Who takes which loop: top-k among those of the loop before in training, never outside; thresholds look at no later token.</summary>
public sealed class RoutingTests
{
    private static readonly Dictionary<string, ArchitectureConfiguration> Routed = new()
    {
        ["expert"] = TinyTraining.Recursive with { Router = TinyTraining.Expert },
        ["expert, auxiliary"] = TinyTraining.Recursive with { Router = TinyTraining.Expert with { HasAuxiliaryRouter = true, Temperature = 2 } },
        ["expert, shared keys"] = TinyTraining.Recursive with { Router = TinyTraining.Elastic, LoopKv = LoopKv.SharedFirst },
        ["token"] = TinyTraining.Recursive with { Router = TinyTraining.Token },
        ["token, sigmoid"] = TinyTraining.Recursive with { Router = TinyTraining.Token with { TokenActivation = Models.Configuration.RouterActivation.Sigmoid }, LoopKv = LoopKv.SharedFirst },
    };

    public RoutingTests() => TorchRuntime.Load();

    public static TheoryData<string> Names => [.. Routed.Keys];

    [Theory]
    [InlineData("expert")]
    [InlineData("expert, auxiliary")]
    [InlineData("expert, shared keys")]
    public void Run_Capacities_EachLoopTakesItsShareOfTheLoopBefore(string name)
    {
        using var scope = NewDisposeScope();
        using var parameters = Spread(Routed[name]);
        var batch = TinyTraining.Batch(seed: 2);
        var request = new ForwardRequest([], [0, 1, 2, 3], null);

        var result = Run(parameters, batch, new Routing.Capacity([1, 0.5, 0.25]), request);

        bool[] first = Changed(result, 1), second = Changed(result, 2), third = Changed(result, 3), real = [.. batch.Documents.Select(document => document >= 0)];
        Assert.DoesNotContain(false, first);
        for (int row = 0; row < batch.Rows; row++)
        {
            var range = new Range(row * TinyTraining.Length, (row + 1) * TinyTraining.Length);
            Assert.Equal((12, 6), (second[range].Count(ran => ran), third[range].Count(ran => ran)));
        }

        Assert.All(third.Zip(second), pair => Assert.True(!pair.First || pair.Second));
        Assert.All(second.Zip(real), pair => Assert.True(!pair.First || pair.Second)); // the last row has tokens enough
        Assert.Equal(real.Count(token => token) + (18 * batch.Rows), result.Loops!.ToDouble());
        Assert.Null(result.TokenLoops);
    }

    [Fact]
    public void Run_CapacityOutsideOfTraining_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var parameters = Spread(Routed["expert"]);
        using var _ = no_grad();

        Assert.Throws<InvalidOperationException>(() => Run(parameters, TinyTraining.Batch(seed: 2), new Routing.Capacity([1, 0.5, 0.25]), ForwardRequest.None));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_Threshold_NoTokenChangesWhatCameBefore(string name)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var parameters = Spread(Routed[name]);
        var batch = Document(seed: 6);
        var before = Run(parameters, batch, new Routing.Threshold(0.5), ForwardRequest.None);
        for (int cut = 1; cut < TinyTraining.Length; cut += 4)
        {
            var changed = Document(seed: 6);
            for (int i = cut; i < TinyTraining.Length; i++)
            {
                changed.Tokens[i] = (changed.Tokens[i] + 17) % TinyTraining.Vocabulary;
            }

            var after = Run(parameters, changed, new Routing.Threshold(0.5), ForwardRequest.None);

            Assert.Equal(Head(before.Final, cut), Head(after.Final, cut));
            Assert.Equal(Head(before.TokenLoops!.unsqueeze(2), cut), Head(after.TokenLoops!.unsqueeze(2), cut));
            Assert.NotEqual(Tensors.Values(before.Final), Tensors.Values(after.Final));
        }

        Assert.True(Tensors.Values(before.TokenLoops!).Distinct().Count() > 1, "The router sends every token the same way: the test shows nothing.");
    }

    [Theory]
    [InlineData("expert")]
    [InlineData("expert, auxiliary")]
    public void Run_ThresholdOfNothingOrOne_IsEveryLoopOrOneLoopWhateverTheScores(string name)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var parameters = Spread(Routed[name]);
        foreach (string router in parameters.Names.Where(parameter => parameter.Contains("router", StringComparison.Ordinal)))
        {
            parameters[router].mul_(1000); // sigmoids of exactly 0 and 1
        }

        var batch = TinyTraining.Batch(seed: 2);
        var (all, full) = (Run(parameters, batch, new Routing.Threshold(0), ForwardRequest.None), Run(parameters, batch, new Routing.Full(), ForwardRequest.None));
        var (one, single) = (Run(parameters, batch, new Routing.Threshold(1), ForwardRequest.None), Run(parameters, batch, new Routing.Fixed(1), ForwardRequest.None));

        Assert.Equal(Tensors.Values(full.Final), Tensors.Values(all.Final));
        Assert.Equal(Tensors.Values(single.Final), Tensors.Values(one.Final));
    }

    [Theory]
    [InlineData("expert", 1)]
    [InlineData("expert", 2)]
    [InlineData("token", 1)]
    [InlineData("token", 2)]
    public void Run_ExitAfterALoop_IsWhatThatNumberOfLoopsServes(string name, int loops)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var parameters = Spread(Routed[name]);
        var batch = TinyTraining.Batch(seed: 2);
        int exit = parameters.Segments.Exits[loops - 1];
        if (name == "token")
        {
            parameters["model.token_router.bias"].copy_(tensor([0f, 0f, 100f])); // every token takes every loop
        }

        var full = Run(parameters, batch, new Routing.Full(), new ForwardRequest([exit], [], null));
        var served = Run(parameters, batch, new Routing.Fixed(loops), ForwardRequest.None);

        Assert.Equal(Tensors.Values(served.Final), Tensors.Values(full.Exits[exit]));
        Assert.NotEqual(Tensors.Values(served.Final), Tensors.Values(full.Final));
    }

    private static ForwardResult Run(ModelParameters parameters, PackedBatch batch, Routing routing, ForwardRequest request)
        => new RecursiveDecoder(parameters).Run(new WeightView(parameters, ScalarType.Float32), ModelInput.Of(batch, CPU), routing, request);

    // [batch · rows]: true where a loop changed the state.
    private static bool[] Changed(ForwardResult result, int segment)
        => [.. Tensors.Values(result.States[segment] - result.States[segment - 1]).Chunk(32).Select(row => row.Any(value => value != 0))];

    private static float[] Head(Tensor values, int count) => Tensors.Values(values.narrow(1, 0, count));

    // One row, one document.
    private static PackedBatch Document(int seed)
    {
        var random = new Random(seed);
        var batch = new PackedBatch(1, TinyTraining.Length);
        for (int i = 0; i < TinyTraining.Length; i++)
        {
            (batch.Tokens[i], batch.Documents[i], batch.Positions[i]) = (random.Next(TinyTraining.Vocabulary), 0, i);
        }

        return batch;
    }

    // Routers that tell tokens apart.
    private static ModelParameters Spread(ArchitectureConfiguration architecture)
    {
        var parameters = new ModelParameters(architecture, seed: 4, CPU);
        using var _ = no_grad();
        foreach (var (name, i) in parameters.Names.Select((name, i) => (name, i)))
        {
            parameters[name].add_(Tensors.Normal(50 + i, parameters[name].shape), 0.15);
        }

        return parameters;
    }
}
