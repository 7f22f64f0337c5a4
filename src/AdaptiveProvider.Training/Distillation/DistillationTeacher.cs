using AdaptiveProvider.Models;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Distillation;

/// <summary>A model that others learn from: run at full depth without gradients, its log-probabilities given some rows at a time.</summary>
/// <remarks>The logits of a batch never exist together: at a vocabulary of 50,000 they would be larger than everything else.</remarks>
public sealed class DistillationTeacher : IDisposable
{
    private readonly ModelParameters _parameters;
    private readonly RecursiveDecoder _decoder;
    private readonly ScalarType _type;
    private readonly Tensor _head; // [vocabulary, hidden], in the compute type

    private DistillationTeacher(ModelParameters parameters, ScalarType type)
    {
        (_parameters, _decoder, _type) = (parameters, new RecursiveDecoder(parameters), type);
        using var _ = no_grad();
        _head = parameters[parameters.Architecture.TiedHead ? ParameterNames.Embedding : ParameterNames.Head].to(type, copy: true).DetachFromDisposeScope();
    }

    /// <summary>Tokens that the teacher knows; the student must know the same.</summary>
    public int VocabularySize => _parameters.Architecture.VocabularySize;

    /// <summary>Positions that the teacher was made for.</summary>
    public int ContextLength => _parameters.Architecture.ContextLength;

    /// <summary>Loads a teacher.</summary>
    /// <param name="folder">A model folder, ordinary or recursive.</param>
    /// <param name="device">Where it runs: where the student does.</param>
    /// <param name="computeType">What products are computed in.</param>
    /// <exception cref="ModelFormatException">The folder cannot be read, or has something that training does not know.</exception>
    public static DistillationTeacher Open(string folder, Device device, ScalarType computeType) => new(CheckpointReader.Read(folder, device), computeType);

    /// <summary>The teacher of a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="device">Where the student is.</param>
    /// <returns>Null when the run has none.</returns>
    /// <exception cref="TrainingException">Teacher and student do not fit each other.</exception>
    /// <exception cref="ModelFormatException">The folder cannot be read, or has something that training does not know.</exception>
    internal static DistillationTeacher? For(TrainingConfiguration configuration, Device device)
    {
        if (configuration.Teacher is not { } settings)
        {
            return null;
        }

        var teacher = Open(settings.Folder, device, ComputeTypes.Parse(configuration.ComputeType));
        int vocabulary = configuration.Architecture.VocabularySize;
        if (teacher.VocabularySize == vocabulary && teacher.ContextLength >= configuration.SequenceLength)
        {
            return teacher;
        }

        teacher.Dispose();
        throw new TrainingException(
            $"The teacher {settings.Folder} knows {teacher.VocabularySize} tokens at {teacher.ContextLength} positions; the model has {vocabulary}, its sequences {configuration.SequenceLength}. "
            + "Choose a teacher with the same tokenizer, and a SequenceLength that it reaches.");
    }

    /// <summary>Runs the teacher.</summary>
    /// <param name="input">The tokens.</param>
    /// <param name="index">[targets]: which rows of all, counted through the batch, are wanted.</param>
    /// <returns>[targets, hidden]: states behind the final norm, for <see cref="LogProbabilities"/>.</returns>
    internal Tensor States(ModelInput input, Tensor index)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var final = _decoder.Run(new WeightView(_parameters, _type), input, new Routing.Full()).Final; // [batch, rows, hidden]
        var chosen = final.view(-1, final.shape[^1]).index_select(0, index);
        return DecoderLayer.RmsNorm(chosen, _parameters[ParameterNames.FinalNorm], _parameters.Architecture.NormEpsilon).MoveToOuterDisposeScope();
    }

    /// <summary>What the teacher expects after some rows.</summary>
    /// <param name="states">[rows, hidden], of <see cref="States"/></param>
    /// <returns>[rows, vocabulary], single precision</returns>
    internal Tensor LogProbabilities(Tensor states)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return linear(states, _head).to(ScalarType.Float32).log_softmax(-1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _head.Dispose();
        _parameters.Dispose();
    }
}
