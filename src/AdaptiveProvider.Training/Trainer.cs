using System.Diagnostics;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Distillation;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Optimization;
using AdaptiveProvider.Training.Reporting;
using TorchSharp;

namespace AdaptiveProvider.Training;

/// <summary>Runs a training configuration over a source of batches, with checkpoints.</summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingConfiguration _configuration;
    private readonly BatchSource _source;
    private readonly Optimizer _optimizer;
    private readonly DistillationTeacher? _teacher;
    private readonly BatchObjective _objective;
    private readonly LearningRateSchedule _schedule;
    private readonly TrainingCheckpoint _checkpoint;
    private readonly string _folder;
    private long _tokens;
    private double _seconds;

    /// <summary>Prepares a run, continuing from the newest checkpoint in the folder.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="source">The data.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="folder">For checkpoints and the loss curve; created when missing.</param>
    /// <param name="warn">Told of checkpoints that are passed over.</param>
    /// <exception cref="TrainingException">The configuration is wrong, or no checkpoint of the folder can be read.</exception>
    /// <exception cref="Models.ModelFormatException">The teacher's folder cannot be read, or cannot teach.</exception>
    public Trainer(TrainingConfiguration configuration, BatchSource source, torch.Device device, string folder, Action<string>? warn = null)
    {
        configuration.Validate();
        (_configuration, _source, _folder) = (configuration, source, folder);
        Directory.CreateDirectory(folder);
        _teacher = DistillationTeacher.For(configuration, device);
        Parameters = new ModelParameters(configuration.Architecture, configuration.Seed, device);
        _optimizer = new Optimizer(Parameters, configuration.Optimizer);
        _objective = new BatchObjective(configuration, Parameters, _teacher);
        _schedule = new LearningRateSchedule(configuration.LearningRate, configuration.WarmUpSteps, configuration.Steps, configuration.DecayFraction);
        _checkpoint = new TrainingCheckpoint(Path.Combine(folder, "checkpoints"));
        if (_checkpoint.Load(Parameters, _optimizer, warn ?? (_ => { })) is { } state)
        {
            (Step, _tokens, _seconds) = (state.Step, state.Tokens, state.Seconds);
            _source.State = state.Data;
        }
    }

    /// <summary>The model.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>Time spent on all steps, those before a resumption included.</summary>
    public TimeSpan TimeSpent => TimeSpan.FromSeconds(_seconds);

    /// <summary>Trains until the last step, the time limit or the cancellation; saves a checkpoint then and at every interval.</summary>
    /// <param name="progress">Told of every step.</param>
    /// <param name="checkpointInterval">Time between checkpoints.</param>
    /// <param name="timeLimit">Ends the run early, resumable; null for none.</param>
    /// <param name="cancellationToken">Ends the run after the current step, resumable.</param>
    /// <returns>True when the last step is done.</returns>
    /// <exception cref="TrainingException">The loss is no number any more, or a checkpoint cannot be written.</exception>
    public bool Run(Action<TrainingProgress> progress, TimeSpan checkpointInterval, TimeSpan? timeLimit, CancellationToken cancellationToken)
    {
        var curve = new LossCurve(_folder, Step);
        var clock = Stopwatch.StartNew();
        var saved = TimeSpan.Zero;
        while (Step < _configuration.Steps && !cancellationToken.IsCancellationRequested && !(clock.Elapsed > timeLimit))
        {
            var measured = RunStep();
            curve.Add(measured);
            progress(measured);
            if (clock.Elapsed - saved > checkpointInterval)
            {
                Save(curve);
                saved = clock.Elapsed;
            }
        }

        Save(curve);
        return Step >= _configuration.Steps;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _teacher?.Dispose();
        Parameters.Dispose();
    }

    private TrainingProgress RunStep()
    {
        var clock = Stopwatch.StartNew();
        PackedBatch[] batches = [.. Enumerable.Range(0, _configuration.BatchesPerStep).Select(_ => _source.Next())];
        long targets = Math.Max(1, batches.Sum(batch => (long)batch.PredictedTokens));
        BatchLosses[] losses = [.. batches.Select((batch, index) => _objective.Accumulate(batch, Step, index, targets))];
        double loss = losses.Sum(batch => batch.Full) / targets;
        if (!double.IsFinite(loss))
        {
            throw new TrainingException(
                $"The loss of step {Step} is {loss}. Lower LearningRate and continue from the last checkpoint, {_checkpoint.Newest ?? "of which there is none"}.");
        }

        double norm = _optimizer.ClipGradients(_configuration.GradientNormMax), rate = _schedule.At(Step);
        _optimizer.Step(rate);
        Step++;
        _tokens += targets;
        _seconds += clock.Elapsed.TotalSeconds;
        BatchLosses[] exits = [.. losses.Where(batch => !double.IsNaN(batch.Exit))];
        return new TrainingProgress(
            Step,
            _configuration.Steps,
            _tokens,
            loss,
            exits.Length == 0 ? double.NaN : exits.Sum(batch => batch.Exit) / exits.Sum(batch => batch.Targets),
            losses.Average(batch => batch.Router),
            losses.Average(batch => batch.Loops),
            rate,
            norm,
            targets / clock.Elapsed.TotalSeconds,
            TimeSpan.FromSeconds(_seconds / Step * (_configuration.Steps - Step)))
        {
            TeacherLoss = losses.Sum(batch => batch.Teacher) / targets,
        };
    }

    private void Save(LossCurve curve)
    {
        _checkpoint.Save(new TrainingState(Step, _tokens, _seconds, _optimizer.Steps, _source.State), Parameters, _optimizer);
        curve.Draw();
    }
}
