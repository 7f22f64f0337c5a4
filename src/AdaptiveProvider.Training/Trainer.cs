using System.Diagnostics;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Distillation;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Reporting;
using TorchSharp;

namespace AdaptiveProvider.Training;

/// <summary>Runs a training configuration over a source of batches, with checkpoints.</summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingConfiguration _configuration;
    private readonly BatchSource _source;
    private readonly DistillationTeacher? _teacher;
    private readonly StepRunner _runner;
    private readonly TrainingCheckpoint _checkpoint;
    private readonly string _folder;
    private long _tokens, _savedStep = -1;
    private double _seconds;

    /// <summary>Prepares a run, continuing from the newest checkpoint in the folder.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="source">The data.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="folder">For checkpoints and the loss curve; created when missing.</param>
    /// <param name="warn">Told of checkpoints that are passed over.</param>
    /// <exception cref="TrainingException">The configuration is wrong, or no checkpoint of the folder can be read.</exception>
    /// <exception cref="CorpusException">The checkpoint was made with another corpus, mix, seed, sequence length or mode.</exception>
    /// <exception cref="Models.ModelFormatException">The teacher's folder cannot be read, or cannot teach.</exception>
    public Trainer(TrainingConfiguration configuration, BatchSource source, torch.Device device, string folder, Action<string>? warn = null)
    {
        configuration.Validate();
        (_configuration, _source, _folder) = (configuration, source, folder);
        _checkpoint = new TrainingCheckpoint(Path.Combine(folder, "checkpoints"));
        _teacher = DistillationTeacher.For(configuration, device);
        Parameters = new ModelParameters(configuration.Architecture, configuration.Seed, device);
        _runner = new StepRunner(configuration, Parameters, _teacher);
        try
        {
            if (_checkpoint.Load(Parameters, _runner.Optimizer, warn ?? (_ => { })) is { } state)
            {
                _source.State = state.Data;
                (Step, _tokens, _seconds, _savedStep) = (state.Step, state.Tokens, state.Seconds, state.Step);
                _runner.Scaler.State = state.Scaler;
            }
        }
        catch
        {
            Dispose();
            throw;
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
    /// <exception cref="TrainingException">The loss is no number any more, or a checkpoint or the curve cannot be written.</exception>
    public bool Run(Action<TrainingProgress> progress, TimeSpan checkpointInterval, TimeSpan? timeLimit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var curve = Written(() =>
        {
            Directory.CreateDirectory(_folder);
            return new LossCurve(_folder, Step);
        });
        var clock = Stopwatch.StartNew();
        var saved = TimeSpan.Zero;
        while (Step < _configuration.Steps && !cancellationToken.IsCancellationRequested && !(clock.Elapsed > timeLimit))
        {
            var measured = RunStep();
            Written(() => curve.Add(measured));
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
        _runner.Dispose();
        _teacher?.Dispose();
        Parameters.Dispose();
    }

    private TrainingProgress RunStep()
    {
        var clock = Stopwatch.StartNew();
        PackedBatch[] batches = [.. Enumerable.Range(0, _configuration.BatchesPerStep).Select(_ => _source.Next())];
        var done = _runner.Run(batches, Step);
        if (!done.IsNumber)
        {
            string state = Step > _savedStep && _savedStep >= 0 ? $"go on from the checkpoint of step {_savedStep}" : "start anew";
            throw new TrainingException(
                $"Step {Step} gave a loss of {done.Loss} and gradients of norm {done.GradientNorm}. Nothing of it was kept. Lower LearningRate, and {state}: {_checkpoint.Newest ?? _folder}.");
        }

        Step++;
        _tokens += done.Targets;
        _seconds += clock.Elapsed.TotalSeconds;
        return new TrainingProgress(
            Step,
            _configuration.Steps,
            _tokens,
            done.Loss,
            done.ExitLoss,
            done.RouterLoss,
            done.MeanLoops,
            done.LearningRate,
            done.GradientNorm,
            done.Targets / clock.Elapsed.TotalSeconds,
            TimeSpan.FromSeconds(_seconds / Step * (_configuration.Steps - Step)))
        {
            TeacherLoss = done.TeacherLoss,
        };
    }

    private void Save(LossCurve curve)
    {
        if (_savedStep != Step)
        {
            var state = new TrainingState(Step, _tokens, _seconds, _runner.Optimizer.Steps, _source.State) { Scaler = _runner.Scaler.State };
            _checkpoint.Save(state, Parameters, _runner.Optimizer);
            _savedStep = Step;
        }

        Written(curve.Draw);
    }

    private void Written(Action write) => Written(() =>
    {
        write();
        return true;
    });

    private T Written<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(
                $"The loss curve in {_folder} cannot be written: {error.Message} Free space on the disk or make the folder writable, and go on; the last checkpoint is {_checkpoint.Newest ?? "none"}.", error);
        }
    }
}
