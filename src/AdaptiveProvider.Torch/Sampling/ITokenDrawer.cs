using AdaptiveProvider.Engine.Sampling;
using TorchSharp;

namespace AdaptiveProvider.Torch.Sampling;

/// <summary>Turns the head rows' logits into tokens in three parts: before the step's copy to the device, on the device, after the readback.</summary>
internal interface ITokenDrawer
{
    /// <summary>Collects what the device needs to draw the step's tokens.</summary>
    void Stage(List<RowSampling> rows);

    /// <summary>Begins to draw some rows' tokens, and returns the numbers to read back, [count].</summary>
    /// <param name="logits">[rows, vocabulary] in single precision.</param>
    /// <param name="first">First of the rows among the step's head rows.</param>
    torch.Tensor Draw(torch.Tensor logits, int first);

    /// <summary>Makes tokens of the numbers that came back, in the order of the rows.</summary>
    void Finish(Span<float> numbers, List<RowSampling> rows, List<SampledToken> tokens);
}
