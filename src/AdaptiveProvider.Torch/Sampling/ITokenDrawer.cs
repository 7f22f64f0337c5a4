using AdaptiveProvider.Engine.Sampling;
using TorchSharp;

namespace AdaptiveProvider.Torch.Sampling;

/// <summary>Turns the head rows' logits into tokens in three parts: before the step's copy to the device, on the device, after the readback.</summary>
internal interface ITokenDrawer
{
    /// <summary>Collects what the device needs to draw the tokens of some rows.</summary>
    DrawRound Stage(List<RowSampling> rows);

    /// <summary>Begins to draw the rows' tokens, and returns the numbers to read back, [count].</summary>
    /// <param name="round">The rows.</param>
    /// <param name="logits">[rows, vocabulary] in single precision.</param>
    torch.Tensor Draw(DrawRound round, torch.Tensor logits);

    /// <summary>Makes tokens of the numbers that came back.</summary>
    /// <param name="round">The rows.</param>
    /// <param name="numbers">What came back of them; may be overwritten.</param>
    /// <param name="choices">Tokens that the head knows.</param>
    /// <returns>[rows]</returns>
    SampledToken[] Finish(DrawRound round, Span<float> numbers, int choices);
}
