using System.Collections;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Tests.Checkpoints;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Model;

/// <summary>The forward pass: what the runtime's specification computes, documents apart, fused or not.</summary>
public sealed class RecursiveDecoderTests
{
    private static readonly int[] Tokens = [1, 5, 40, 7, 33, 90, 2, 11];

    public RecursiveDecoderTests() => TorchRuntime.Load();

    /// <summary>Every sharing, every way of keys and values, every router.</summary>
    internal static Dictionary<string, ArchitectureConfiguration> Architectures { get; } = new(
        from sharing in new[] { ParameterSharing.None, ParameterSharing.Cycle, ParameterSharing.Sequence, ParameterSharing.MiddleCycle, ParameterSharing.MiddleSequence }
        from keys in new[] { LoopKv.RecursionWise, LoopKv.SharedFirst }
        from rank in new[] { 0, 2 }
        from router in new RouterConfiguration?[] { null, TinyTraining.Expert, TinyTraining.Elastic, TinyTraining.Expert with { HasAuxiliaryRouter = true, IsMlp = true }, TinyTraining.Token }
        let isShared = sharing != ParameterSharing.None
        let isCycle = sharing is ParameterSharing.Cycle or ParameterSharing.MiddleCycle
        where (isShared || (rank == 0 && keys == LoopKv.RecursionWise)) && (isCycle || (router is null && keys == LoopKv.RecursionWise))
        let name = $"{sharing} {keys} rank {rank} {(router is null ? "plain" : $"{router.Kind} {(router.IsElastic ? "elastic" : router.HasAuxiliaryRouter ? "auxiliary" : "")}")}"
        select KeyValuePair.Create(name, TinyTraining.Recursive with
        {
            Sharing = sharing,
            LoopKv = keys,
            LoraRank = rank,
            Router = router,
            LayersPerLoop = isShared ? 2 : 4,
            Loops = isShared ? 3 : 1,
        }));

    public static TheoryData<string> ArchitectureNames => [.. Architectures.Keys];

    public static TheoryData<string> Combinations => [.. TinyRecursiveModels.Combinations.Where(model => !model.Name.Contains("auxiliary", StringComparison.Ordinal)).Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Run_RoutedModel_ComputesWhatTheSpecificationSays(string name)
    {
        using var folder = TinyModels.Write(name);
        bool isToken = name.Contains("token_choice", StringComparison.Ordinal);

        double distance = DecoderLogits.Distance(
            DecoderLogits.Specified(folder.Path, Tokens, routerThreshold: 0.45),
            DecoderLogits.Trained(folder.Path, Tokens, isToken ? new Routing.Full() : new Routing.Threshold(0.45)));

        Assert.InRange(distance, 0, 1e-3);
    }

    [Theory]
    [MemberData(nameof(ArchitectureNames))]
    public void Run_PackedDocuments_AreAsEachAlone(string name)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var parameters = new ModelParameters(Architectures[name], seed: 2, CPU);
        var batch = TinyTraining.Batch(seed: 8, rows: 2);
        Routing routing = parameters.Architecture.Router?.Kind == RouterKind.ExpertChoice ? new Routing.Threshold(0.5) : new Routing.Full();

        float[][] packed = States(parameters, batch, routing);

        for (int i = 0; i < batch.Tokens.Length; i++)
        {
            if (batch.Documents[i] >= 0 && batch.Positions[i] == 0)
            {
                int count = 1 + Enumerable.Range(i + 1, batch.Tokens.Length - i - 1).TakeWhile(at => batch.Positions[at] > 0).Count();
                float[][] alone = States(parameters, Document(batch, i, count), routing);
                Assert.All(alone.Zip(packed.Skip(i)), pair => Assert.All(pair.First.Zip(pair.Second), value => Assert.Equal(value.First, value.Second, 1e-4)));
            }
        }
    }

    // The fused kernels in bf16 against libtorch's own in single precision, and shapes that none of them fits.
    [Theory]
    [MemberData(nameof(ArchitectureNames))]
    public void Run_FusedOrNot_GivesTheSameLossesAndGradients(string name)
    {
        var architecture = Architectures[name];
        Assert.InRange(Apart(architecture, "bf16"), 1e-5, 0.05);
    }

    [Theory]
    [InlineData("bf16")]
    [InlineData("f16")]
    public void Run_ShapesThatNoKernelFits_FallBack(string type)
    {
        var odd = Architectures["MiddleCycle RecursionWise rank 0 plain"] with { HiddenSize = 28, IntermediateSize = 42, HeadDim = 10, HeadCount = 3 };

        Assert.InRange(Apart(odd, type), 1e-5, 0.05);
    }

    [Fact]
    public void Run_LayerDropout_LeavesTheLayerOutForThoseSequencesAlone()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var parameters = new ModelParameters(TinyTraining.Vanilla, seed: 2, CPU);
        using var shallow = new ModelParameters(TinyTraining.Vanilla, seed: 2, CPU);
        foreach (string part in new[] { ParameterNames.Output, ParameterNames.Down })
        {
            shallow[ParameterNames.Layer(2, part)].zero_(); // a layer that adds nothing
        }

        var batch = TinyTraining.Batch(seed: 3, rows: 3);
        var dropped = new LayerDropout([.. Enumerable.Range(0, 4).Select(layer => new BitArray(new[] { true, layer != 2, true }))]);

        float[][] some = Rows(parameters, new ForwardRequest([], [], dropped));

        Assert.Equal(Rows(parameters, ForwardRequest.None)[0], some[0]);
        Assert.Equal(Rows(shallow, ForwardRequest.None)[1], some[1]);
        Assert.Equal(Rows(parameters, ForwardRequest.None)[2], some[2]);

        float[][] Rows(ModelParameters model, ForwardRequest request)
            => [.. Tensors.Values(new RecursiveDecoder(model).Run(new WeightView(model, ScalarType.Float32), ModelInput.Of(batch, CPU), new Routing.Full(), request).Final)
                .Chunk(TinyTraining.Length * 32)];
    }

    /// <summary>How far the gradients of a compute type are from single precision's, all parameters together.</summary>
    private static double Apart(ArchitectureConfiguration architecture, string type)
    {
        using var scope = NewDisposeScope();
        var configuration = TinyTraining.Of(architecture) with
        {
            Elastic = new ElasticConfiguration { FullShare = 1 },
            CapacityWarmUpSteps = 100, // capacities of 1: rounding chooses no other tokens
            ExitLoss = new ExitLossConfiguration { Schedule = architecture.Sharing == ParameterSharing.None ? ExitLossSchedule.None : ExitLossSchedule.All, Coefficient = 0.3 },
        };
        var (single, other) = (Gradients(configuration), Gradients(configuration with { ComputeType = type }));
        return Tensors.Relative(single, other);
    }

    private static Tensor Gradients(TrainingConfiguration configuration)
    {
        using var parameters = new ModelParameters(configuration.Architecture, seed: 2, CPU);
        var batch = TinyTraining.Batch(seed: 3);
        double scale = configuration.ComputeType == "f16" ? 1024 : 1;
        new BatchObjective(configuration, parameters) { GradientScale = scale }.Accumulate(batch, step: 0, batchInStep: 0, batch.PredictedTokens);
        return cat([.. parameters.Names.Select(name => parameters[name].grad).OfType<Tensor>().Select(gradient => gradient.flatten() / scale)]);
    }

    private static float[][] States(ModelParameters parameters, PackedBatch batch, Routing routing)
        => [.. Tensors.Values(new RecursiveDecoder(parameters).Run(new WeightView(parameters, ScalarType.Float32), ModelInput.Of(batch, CPU), routing).Final).Chunk(32)];

    private static PackedBatch Document(PackedBatch batch, int start, int count)
    {
        var alone = new PackedBatch(1, count);
        for (int i = 0; i < count; i++)
        {
            (alone.Tokens[i], alone.Documents[i], alone.Positions[i]) = (batch.Tokens[start + i], 0, i);
        }

        return alone;
    }
}
