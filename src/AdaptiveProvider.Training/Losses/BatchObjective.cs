using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Distillation;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>Forward and backward pass of one batch: full-depth loss, exit losses, router losses.</summary>
/// <param name="configuration">The run.</param>
/// <param name="parameters">The model.</param>
/// <param name="teacher">Whom the configuration names as teacher; null without one.</param>
internal sealed class BatchObjective(TrainingConfiguration configuration, ModelParameters parameters, DistillationTeacher? teacher = null)
{
    private readonly ScalarType _type = configuration.ComputeType == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32;
    private readonly RecursiveDecoder _decoder = new(parameters, configuration.ComputeType == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32);
    private readonly int[] _exits = ExitSampler.Exits(parameters.Segments);

    /// <summary>Adds the batch's gradients to the parameters'.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="batchInStep">The batch's number in the step.</param>
    /// <param name="stepTargets">Tokens predicted in the whole step: losses are means over these.</param>
    public BatchLosses Accumulate(PackedBatch batch, long step, int batchInStep, long stepTargets)
    {
        using var scope = NewDisposeScope();
        var random = new NormalRandom((ulong)configuration.Seed ^ ((ulong)step * 0x9E3779B97F4A7C15) ^ ((ulong)batchInStep << 56));
        var routing = RoutingSampler.Draw(configuration, step, random);
        var (exits, fullWeight) = routing is Routing.Full ? ExitSampler.Draw(configuration.ExitLoss, _exits, step, random) : ([], 1);
        var weights = new WeightView(parameters, _type);
        var input = ModelInput.Of(batch.Tokens, batch.Documents, batch.Positions, batch.Rows, parameters.Device);
        var result = _decoder.Run(weights, input, routing, [.. exits.Select(exit => exit.Exit)]);
        var (index, targets) = Predicted(batch);

        var taught = teacher is null ? null : new TeacherRows(teacher, teacher.States(input, index), configuration.Teacher!);
        var full = Loss(result.Final, index, targets, weights, fullWeight / stepTargets, taught);
        var objective = full.Objective;
        var exitLosses = new List<Tensor>();
        foreach (var (exit, weight) in exits)
        {
            var loss = Loss(result.Exits[exit], index, targets, weights, weight / stepTargets, null);
            objective += loss.Objective;
            exitLosses.Add(loss.CrossEntropy);
        }

        if (result.RouterLoss is { } router)
        {
            objective += router * (RouterCoefficient() * targets.shape[0] / stepTargets);
        }

        objective.backward();
        return Read(full, exitLosses, result, batch, targets.shape[0]);
    }

    private HeadLosses Loss(Tensor state, Tensor index, Tensor targets, WeightView weights, double scale, TeacherRows? taught)
        => HeadLoss.Of(state.view(-1, state.shape[^1]).index_select(0, index), targets, weights, parameters.Architecture.NormEpsilon, scale, taught);

    private double RouterCoefficient()
        => parameters.Architecture.Router is { IsElastic: true } ? configuration.Elastic.RouterLossCoefficient : configuration.RouterLossCoefficient;

    private (Tensor Index, Tensor Targets) Predicted(PackedBatch batch)
    {
        long[] index = [.. Enumerable.Range(0, batch.Targets.Length).Where(i => batch.Targets[i] >= 0).Select(i => (long)i)];
        return (tensor(index).to(parameters.Device), tensor([.. index.Select(i => (long)batch.Targets[i])]).to(parameters.Device));
    }

    private static BatchLosses Read(HeadLosses full, List<Tensor> exits, ForwardResult result, PackedBatch batch, long targets)
    {
        double exit = exits.Count == 0 ? double.NaN : exits.Average(loss => loss.ToDouble());
        double loops = result.Loops is null ? double.NaN : result.Loops.sum().ToDouble() / batch.Tokens.Length;
        return new BatchLosses(full.CrossEntropy.ToDouble(), full.Divergence?.ToDouble() ?? double.NaN, exit, result.RouterLoss?.ToDouble() ?? 0, targets, loops);
    }
}
