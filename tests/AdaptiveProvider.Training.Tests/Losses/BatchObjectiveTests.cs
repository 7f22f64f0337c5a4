using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Tests.Losses;

/// <summary>The objective's gradients against the textbook's sum of losses with automatic gradients, and against differences.</summary>
public sealed class BatchObjectiveTests
{
    private static readonly ExitLossConfiguration AllExits = new() { Schedule = ExitLossSchedule.All, Coefficient = 0.3 };

    private static readonly Dictionary<string, TrainingConfiguration> Cases = new()
    {
        ["vanilla"] = TinyTraining.Of(TinyTraining.Vanilla),
        ["vanilla, own head"] = TinyTraining.Of(TinyTraining.Vanilla with { TiedHead = false }),
        ["exits, growing"] = TinyTraining.Of(TinyTraining.Vanilla) with { ExitLoss = AllExits with { Weighting = ExitLossWeighting.Growing } },
        ["exits, proportional"] = TinyTraining.Of(TinyTraining.Recursive) with { ExitLoss = AllExits with { Weighting = ExitLossWeighting.Proportional } },
        ["self-distillation added"] = TinyTraining.Of(TinyTraining.Recursive) with { ExitLoss = AllExits with { SelfDistillation = SelfDistillation.Added, SelfDistillationCoefficient = 0.7 } },
        ["self-distillation replacing"] = TinyTraining.Of(TinyTraining.Recursive) with { ExitLoss = AllExits with { SelfDistillation = SelfDistillation.Replacing } },
        ["hidden distillation"] = TinyTraining.Of(TinyTraining.Vanilla) with { HiddenDistillation = new HiddenDistillationConfiguration { Kind = HiddenDistillationKind.Uniform, Exit = 2 } },
        ["expert choice"] = TinyTraining.Of(TinyTraining.Recursive with { Router = TinyTraining.Expert with { HasAuxiliaryRouter = true } }) with
        {
            RouterLossCoefficient = 0.2,
            RouterLoss = new RouterLossConfiguration { ZLossCoefficient = 0.1 },
            ExitLoss = AllExits,
        },
        ["token choice"] = TinyTraining.Of(TinyTraining.Recursive with { Router = TinyTraining.Token }) with { ExitLoss = AllExits, RouterLoss = new RouterLossConfiguration { ZLossCoefficient = 0.1 } },
    };

    public BatchObjectiveTests() => TorchRuntime.Load();

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Accumulate_Case_GivesTheTextbooksGradients(string name)
    {
        using var scope = NewDisposeScope();
        var configuration = Cases[name];
        configuration.Validate();
        var batch = TinyTraining.Batch(seed: 3);
        using var parameters = Random(configuration.Architecture, seed: 5);
        using var twin = Random(configuration.Architecture, seed: 5);

        var losses = new BatchObjective(configuration, parameters).Accumulate(batch, step: 0, batchInStep: 0, 2 * batch.PredictedTokens);
        var (objective, full) = Textbook(configuration, twin, batch, 2 * batch.PredictedTokens);
        objective.backward();

        Assert.Equal(full, losses.Full / batch.PredictedTokens, 1e-4);
        Assert.All(
            parameters.Names.Where(ModelParameters.IsTrained),
            parameter => Assert.True(Apart(twin[parameter].grad, parameters[parameter].grad) < 1e-3, $"{parameter} {Apart(twin[parameter].grad, parameters[parameter].grad)}"));
    }

    // Forward along a random direction, backward along it, against the gradient's product with it.
    [Theory]
    [InlineData("vanilla")]
    [InlineData("exits, proportional")]
    [InlineData("self-distillation added")]
    public void Accumulate_Case_GivesTheSlopeOfTheLoss(string name)
    {
        using var scope = NewDisposeScope();
        var configuration = Cases[name] with { ExitLoss = Cases[name].ExitLoss with { SelfDistillation = SelfDistillation.None } };
        var batch = TinyTraining.Batch(seed: 3);
        using var parameters = Random(configuration.Architecture, seed: 5);
        new BatchObjective(configuration, parameters).Accumulate(batch, step: 0, batchInStep: 0, batch.PredictedTokens);
        var direction = parameters.Names.Select((parameter, i) => (parameter, Tensors.Normal(100 + i, parameters[parameter].shape))).ToArray();
        double slope = direction.Sum(pair => (parameters[pair.parameter].grad! * pair.Item2).sum(ScalarType.Float64).ToDouble());

        const double Distance = 1e-3;
        double measured = (At(Distance) - At(-Distance)) / (2 * Distance);

        Assert.Equal(1, measured / slope, 0.02);

        double At(double distance)
        {
            using var _ = no_grad();
            using var moved = Random(configuration.Architecture, seed: 5);
            foreach (var (parameter, change) in direction)
            {
                moved[parameter].add_(change, distance);
            }

            return Textbook(configuration, moved, batch, batch.PredictedTokens).Objective.ToDouble();
        }
    }

    [Theory]
    [InlineData("self-distillation added", "f32", 1e-5)]
    [InlineData("expert choice", "f32", 1e-4)]
    [InlineData("hidden distillation", "f32", 1e-5)]
    [InlineData("vanilla", "bf16", 2e-2)]
    public void Accumulate_TwoHalves_EqualTheWhole(string name, string type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var configuration = Cases[name] with { ComputeType = type };
        var batch = TinyTraining.Batch(seed: 4, rows: 6);
        using var whole = Random(configuration.Architecture, seed: 5);
        using var halves = Random(configuration.Architecture, seed: 5);

        new BatchObjective(configuration with { BatchesPerStep = 1 }, whole).Accumulate(batch, step: 0, batchInStep: 0, batch.PredictedTokens);
        var objective = new BatchObjective(configuration with { BatchesPerStep = 2 }, halves);
        objective.Accumulate(TinyTraining.Rows(batch, 0, 3), step: 0, batchInStep: 0, batch.PredictedTokens);
        objective.Accumulate(TinyTraining.Rows(batch, 3, 3), step: 0, batchInStep: 1, batch.PredictedTokens);

        Assert.All(
            whole.Names.Where(ModelParameters.IsTrained),
            parameter => Assert.True(Apart(whole[parameter].grad, halves[parameter].grad) < tolerance, $"{parameter} {Apart(whole[parameter].grad, halves[parameter].grad)}"));
    }

    [Fact]
    public void Accumulate_NothingToPredict_ChangesNothing()
    {
        using var scope = NewDisposeScope();
        using var parameters = Random(TinyTraining.Vanilla, seed: 5);

        var losses = new BatchObjective(Cases["vanilla"], parameters).Accumulate(new PackedBatch(2, 8), step: 0, batchInStep: 0, stepTargets: 1);

        Assert.Equal((0, 0), (losses.Full, losses.Targets));
        Assert.All(parameters.Names, parameter => Assert.Null(parameters[parameter].grad));
    }

    [Fact]
    public void Accumulate_PaddingsTokens_DecideNothing()
    {
        using var scope = NewDisposeScope();
        var configuration = Cases["expert choice"];
        var batch = TinyTraining.Batch(seed: 3);
        using var first = Random(configuration.Architecture, seed: 5);
        using var second = Random(configuration.Architecture, seed: 5);

        var before = new BatchObjective(configuration, first).Accumulate(batch, step: 0, batchInStep: 0, 100);
        for (int i = 0; i < batch.Tokens.Length; i++)
        {
            batch.Tokens[i] = batch.Documents[i] < 0 ? 7 : batch.Tokens[i];
        }

        var after = new BatchObjective(configuration, second).Accumulate(batch, step: 0, batchInStep: 0, 100);

        Assert.Equal(before with { Load = null }, after with { Load = null });
        Assert.All(first.Names, parameter => Assert.Equal(Tensors.Values(first[parameter].grad!), Tensors.Values(second[parameter].grad!)));
    }

    // Every loss spelled out over all logits at once.
    private static (Tensor Objective, double Full) Textbook(TrainingConfiguration configuration, ModelParameters parameters, PackedBatch batch, long targets)
    {
        var random = new NormalRandom(1);
        var (exits, fullWeight) = new ExitSampler(configuration, parameters.Segments).Draw(0, random);
        var routing = RoutingSampler.Draw(configuration, 0, random);
        var decoder = new RecursiveDecoder(parameters);
        var weights = new WeightView(parameters, ScalarType.Float32);
        int[] states = HiddenDistillation.Segments(configuration.HiddenDistillation, parameters.Segments);
        var result = decoder.Run(weights, ModelInput.Of(batch, CPU), routing, new ForwardRequest([.. exits.Select(exit => exit.Exit)], states, null));
        var head = parameters[configuration.Architecture.TiedHead ? ParameterNames.Embedding : ParameterNames.Head];
        var expected = tensor(batch.Targets).to(ScalarType.Int64);
        var predicted = expected.ge(0);
        var (distillation, kind) = (configuration.ExitLoss.SelfDistillationCoefficient, configuration.ExitLoss.SelfDistillation);

        var final = LogProbabilities(result.Final);
        var full = Entropy(final);
        var objective = full * fullWeight / targets;
        foreach (var (exit, weight) in exits)
        {
            var own = LogProbabilities(result.Exits[exit]);
            objective += kind == SelfDistillation.Replacing ? zeros(1) : Entropy(own) * weight / targets;
            objective += kind == SelfDistillation.None ? zeros(1) : Divergence(final.detach(), own) * distillation * weight / targets;
        }

        if (result.Routers is { } terms)
        {
            objective += new RouterObjective(configuration).Loss(terms)! / configuration.BatchesPerStep;
        }

        if (states.Length > 0)
        {
            var places = predicted.nonzero().flatten();
            objective += HiddenDistillation.Loss(configuration.HiddenDistillation, parameters.Segments, result.States, places) * configuration.HiddenDistillation.Coefficient / targets;
        }

        return (objective.sum(), full.ToDouble() / batch.PredictedTokens);

        Tensor LogProbabilities(Tensor state)
            => linear(DecoderLayer.RmsNorm(state, weights.FinalNorm, configuration.Architecture.NormEpsilon), head).view(-1, configuration.Architecture.VocabularySize).log_softmax(1);

        Tensor Entropy(Tensor logs) => -(logs.gather(1, expected.clamp_min(0).unsqueeze(1)).squeeze(1) * predicted).sum();

        Tensor Divergence(Tensor teacher, Tensor own) => ((teacher.exp() * (teacher - own)).sum([1]) * predicted).sum();
    }

    /// <summary>Parameters with more spread than a fresh model's, so that every gradient is far from nothing.</summary>
    private static ModelParameters Random(ArchitectureConfiguration architecture, int seed)
    {
        var parameters = new ModelParameters(architecture, seed, CPU);
        using var _ = no_grad();
        foreach (var (name, i) in parameters.Names.Select((name, i) => (name, i)))
        {
            parameters[name].add_(Tensors.Normal(1000 + i, parameters[name].shape), 0.1);
        }

        return parameters;
    }

    private static double Apart(Tensor? expected, Tensor? actual)
        => expected is null || actual is null ? (expected is null && actual is null ? 0 : double.PositiveInfinity) : Tensors.Relative(expected, actual);
}
