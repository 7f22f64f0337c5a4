using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Distillation;
using AdaptiveProvider.Training.Kernels;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>Forward and backward pass of one batch: full-depth loss, exit losses, distillation, router losses.</summary>
/// <param name="configuration">The run.</param>
/// <param name="parameters">The model.</param>
/// <param name="teacher">Whom the configuration names as teacher; null without one.</param>
internal sealed class BatchObjective(TrainingConfiguration configuration, ModelParameters parameters, DistillationTeacher? teacher = null)
{
    private readonly ScalarType _type = ComputeTypes.Parse(configuration.ComputeType);
    private readonly RecursiveDecoder _decoder = new(parameters);
    private readonly ExitSampler _exits = new(configuration, parameters.Segments);
    private readonly RouterObjective _routers = new(configuration);
    private readonly int[] _states = HiddenDistillation.Segments(configuration.HiddenDistillation, parameters.Segments);

    /// <summary>Factor of all gradients, so that half precision can hold small ones; see <see cref="Optimization.LossScaler"/>.</summary>
    public double GradientScale { get; set; } = 1;

    /// <summary>Adds the batch's gradients to the parameters'.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="batchInStep">The batch's number in the step.</param>
    /// <param name="stepTargets">Tokens predicted in the whole step: losses are means over these.</param>
    public BatchLosses Accumulate(PackedBatch batch, long step, int batchInStep, long stepTargets)
    {
        using var scope = NewDisposeScope();
        var predicted = Predicted.Of(batch, parameters.Device);
        if (predicted.Count == 0)
        {
            return default(BatchLosses) with { Teacher = teacher is null ? double.NaN : 0, Exit = double.NaN, Loops = double.NaN };
        }

        var random = new NormalRandom(SplitMix.Combine(SplitMix.Combine((ulong)configuration.Seed, (ulong)step), (ulong)batchInStep));
        var routing = RoutingSampler.Draw(configuration, step, random);
        bool drawn = routing is Routing.Capacity && parameters.Architecture.Router is { IsElastic: true };
        var (exits, fullWeight) = drawn ? ([], 1) : _exits.Draw(step, random);
        var dropout = LayerDropoutSampler.Draw(configuration, parameters.Segments.LayerDepth, batch.Rows, step, random);
        var weights = new WeightView(parameters, _type);
        var input = ModelInput.Of(batch, parameters.Device);
        var result = _decoder.Run(weights, input, routing, new ForwardRequest([.. exits.Select(exit => exit.Exit)], _states, dropout));
        double scale = GradientScale / stepTargets;

        var head = new HeadLoss(weights, parameters.Architecture.NormEpsilon, predicted.Places, predicted.Targets);
        var final = head.Normalize(result.Final);
        var full = head.Of(final, FullFactors(fullWeight * scale, input, predicted.Places));
        HeadTerm[] shallow = [.. exits.Select(exit => head.Of(head.Normalize(result.Exits[exit.Exit]), ExitFactors(exit.Weight * scale, final, predicted.Places, weights)))];
        var others = Others(result, predicted, scale);
        Tensor[] roots = [.. shallow.Append(full).Select(term => term.Root), .. others];
        Tensor[] gradients = [.. shallow.Append(full).Select(term => term.Gradient), .. others.Select(other => ones_like(other))];
        autograd.backward(roots, gradients);
        ReturnedGradients.Release();
        return Read(full, shallow, result, input, predicted.Count);
    }

    private HeadFactors FullFactors(double weight, ModelInput input, Tensor places) => teacher is null
        ? new HeadFactors(weight)
        : new HeadFactors(
            weight * configuration.Teacher!.CrossEntropyCoefficient,
            weight * configuration.Teacher.Coefficient,
            new TeacherRows(teacher, teacher.States(input, places)));

    private HeadFactors ExitFactors(double weight, Tensor final, Tensor places, WeightView weights)
    {
        var kind = configuration.ExitLoss.SelfDistillation;
        return kind == SelfDistillation.None
            ? new HeadFactors(weight)
            : new HeadFactors(
                kind == SelfDistillation.Added ? weight : 0,
                weight * configuration.ExitLoss.SelfDistillationCoefficient,
                new FinalRows(final.detach().index_select(0, places), weights.Head));
    }

    // Scalars whose gradient joins as it is: batches of a step have the same rows, so means over rows share the step evenly.
    private Tensor[] Others(ForwardResult result, Predicted predicted, double scale)
    {
        var others = new List<Tensor>();
        if (result.Routers is { } terms && _routers.Loss(terms) is { } routers)
        {
            others.Add(routers * (GradientScale / configuration.BatchesPerStep));
        }

        if (_states.Length > 0)
        {
            var places = predicted.Places.narrow(0, 0, predicted.Count);
            var loss = HiddenDistillation.Loss(configuration.HiddenDistillation, parameters.Segments, result.States, places);
            others.Add(loss * (configuration.HiddenDistillation.Coefficient * scale));
        }

        return [.. others];
    }

    private BatchLosses Read(HeadTerm full, HeadTerm[] exits, ForwardResult result, ModelInput input, long targets) => new(
        full.CrossEntropy,
        teacher is null ? double.NaN : full.Divergence,
        exits.Length == 0 ? double.NaN : exits.Average(exit => exit.CrossEntropy),
        result.Routers is { } terms ? (terms.Selection ?? terms.Balance)?.ToDouble() ?? 0 : 0,
        targets,
        result.Loops is null ? double.NaN : result.Loops.ToDouble() / Math.Max(1, input.Documents.ge(0).sum().ToDouble()),
        result.Routers?.Load?.cpu().data<float>().ToArray());
}
