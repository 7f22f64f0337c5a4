using AdaptiveProvider.Engine.Sampling;
using TorchSharp;

namespace AdaptiveProvider.Torch.Sampling;

/// <summary>Reads the logits back and draws with the managed sampler: for the processor, whose logits are in its memory, and for devices without double precision.</summary>
internal sealed class HostTokenDrawer(int vocabularySize) : ITokenDrawer
{
    private readonly SamplerScratch _scratch = new();

    /// <inheritdoc/>
    public void Stage(List<RowSampling> rows)
    {
    }

    /// <inheritdoc/>
    public torch.Tensor Draw(torch.Tensor logits, int first) => logits.view(-1);

    /// <inheritdoc/>
    public void Finish(Span<float> numbers, List<RowSampling> rows, List<SampledToken> tokens)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            tokens.Add(TokenSampler.Sample(numbers.Slice(row * vocabularySize, vocabularySize), rows[row], _scratch));
        }
    }
}
