using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Distillation;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Optimization;

namespace AdaptiveProvider.Training;

/// <summary>One step of training: the gradients of its batches, clipped, and the parameters moved.</summary>
internal sealed class StepRunner : IDisposable
{
    private readonly TrainingConfiguration _configuration;
    private readonly ModelParameters _parameters;
    private readonly BatchObjective _objective;
    private readonly LearningRateSchedule _schedule;

    /// <summary>Prepares the steps of a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="parameters">The model; not disposed.</param>
    /// <param name="teacher">Whom the configuration names as teacher; null without one.</param>
    public StepRunner(TrainingConfiguration configuration, ModelParameters parameters, DistillationTeacher? teacher)
    {
        (_configuration, _parameters) = (configuration, parameters);
        Optimizer = new Optimizer(parameters, configuration.Optimizer);
        Scaler = new LossScaler(configuration.ComputeType == "f16");
        _objective = new BatchObjective(configuration, parameters, teacher);
        _schedule = new LearningRateSchedule(configuration.LearningRate, configuration.WarmUpSteps, configuration.Steps, configuration.DecayFraction);
    }

    /// <summary>Moves the parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Keeps half precision's gradients in its range.</summary>
    public LossScaler Scaler { get; }

    /// <summary>Takes a step, unless its gradients are no numbers: then nothing is moved.</summary>
    /// <param name="batches">The step's batches.</param>
    /// <param name="step">The step, from 0.</param>
    public StepLosses Run(PackedBatch[] batches, long step)
    {
        long targets = Math.Max(1, batches.Sum(batch => (long)batch.PredictedTokens));
        _objective.GradientScale = Scaler.Scale;
        BatchLosses[] losses = [.. batches.Select((batch, index) => _objective.Accumulate(batch, step, index, targets))];
        double loss = losses.Sum(batch => batch.Full) / targets, rate = _schedule.At(step);
        double norm = Optimizer.ClipGradients(_configuration.GradientNormMax, Scaler.Scale);
        bool isFinite = double.IsFinite(norm), isNumber = double.IsFinite(loss) && Scaler.Update(isFinite);
        if (isNumber && isFinite)
        {
            Optimizer.Step(rate);
            Balance(losses);
        }
        else
        {
            Optimizer.SkipStep();
        }

        return StepLosses.Of(losses, targets, loss, rate, norm, isNumber);
    }

    /// <inheritdoc/>
    public void Dispose() => Optimizer.Dispose();

    private void Balance(BatchLosses[] losses)
    {
        float[][] loads = [.. losses.Where(batch => batch.Load is not null).Select(batch => batch.Load!)];
        if (loads.Length > 0 && _configuration.RouterLoss.Balancing == TokenBalancing.LossFree)
        {
            float[] mean = [.. Enumerable.Range(0, loads[0].Length).Select(loop => loads.Average(load => load[loop]))];
            BalancingBias.Move(_parameters, mean, _configuration.RouterLoss.BiasStep);
        }
    }
}
