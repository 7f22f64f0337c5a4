using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>What a teacher predicts for the tokens of a batch that have a target, given some at a time.</summary>
internal interface ITeacherRows
{
    /// <summary>Logarithms of the probabilities at consecutive tokens.</summary>
    /// <param name="first">The first of them, counted over the tokens that have a target.</param>
    /// <param name="count">How many.</param>
    /// <returns>[count, vocabulary], single precision, without gradient.</returns>
    Tensor LogProbabilities(long first, long count);
}
