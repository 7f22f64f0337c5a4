using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Reporting;
using TorchSharp;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>One training run with all that it needs: the corpus encoded, the batches mixed, the folder prepared, the trainer where it was.</summary>
public sealed class TrainingSession : IDisposable
{
    private readonly Trainer _trainer;

    private TrainingSession(Trainer trainer, TokenStore store) => (_trainer, Store) = (trainer, store);

    /// <summary>The encoded corpus.</summary>
    public TokenStore Store { get; }

    /// <summary>Numbers of the model, the embedding included.</summary>
    public long ParameterCount => _trainer.Parameters.Count;

    /// <summary>Steps done.</summary>
    public long Step => _trainer.Step;

    /// <summary>Prepares a run, or goes on with the one that the folder holds.</summary>
    /// <param name="request">The run.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="warn">Told of what is passed over: broken lines, damaged checkpoints.</param>
    /// <exception cref="TrainingException">The configuration does not fit the tokenizer or the folder, or no checkpoint of the folder can be read.</exception>
    /// <exception cref="CorpusException">The corpus cannot be used, or the mix names a source that it does not have.</exception>
    public static TrainingSession Open(TrainingRequest request, torch.Device device, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(request);
        var configuration = request.Configuration;
        configuration.Validate();
        var store = request.Corpus.Encode(request.TokenizerFolder, configuration.SequenceLength, request.Folder, torch.get_num_threads(), warn);
        if (store.VocabularySize > configuration.Architecture.VocabularySize)
        {
            throw new TrainingException(
                $"The tokenizer has {store.VocabularySize} tokens, but the architecture's VocabularySize is {configuration.Architecture.VocabularySize}. Make them equal in the training configuration.");
        }

        var mix = request.Mix(store);
        var source = new BatchSource(store, mix, configuration.BatchRows, configuration.SequenceLength, configuration.AssistantOnly, configuration.Seed);
        var folder = new RunFolder(request.Folder);
        folder.RequireSame(configuration, warn);
        var trainer = new Trainer(configuration, source, device, folder.Path, warn);
        try
        {
            if (trainer.Step == 0 && request.InitializeFrom is { } initial)
            {
                InitialWeights.Copy(trainer.Parameters, initial, warn);
            }

            folder.Write(configuration, mix, request.TokenizerFolder);
            return new TrainingSession(trainer, store);
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>Trains; see <see cref="Trainer.Run"/>.</summary>
    /// <returns>True when the last step is done.</returns>
    public bool Run(Action<TrainingProgress> progress, TimeSpan checkpointInterval, TimeSpan? timeLimit, CancellationToken cancellationToken)
        => _trainer.Run(progress, checkpointInterval, timeLimit, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _trainer.Dispose();
}
