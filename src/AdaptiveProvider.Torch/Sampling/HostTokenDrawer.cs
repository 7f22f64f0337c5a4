using AdaptiveProvider.Engine.Sampling;
using TorchSharp;

namespace AdaptiveProvider.Torch.Sampling;

/// <summary>
/// Reads the logits back and draws with the managed sampler: for the processor, whose logits are in its memory, for devices without double precision, and for
/// rows that verify a draft, score a token, or want their whole distribution.
/// </summary>
internal sealed class HostTokenDrawer(int vocabularySize) : ITokenDrawer
{
    private readonly SamplerScratch _scratch = new();

    /// <inheritdoc/>
    public DrawRound Stage(List<RowSampling> rows) => new() { Rows = rows };

    /// <inheritdoc/>
    public torch.Tensor Draw(DrawRound round, torch.Tensor logits) => logits.view(-1);

    /// <inheritdoc/>
    public SampledToken[] Finish(DrawRound round, Span<float> numbers, int choices)
    {
        var tokens = new SampledToken[round.Rows.Count];
        for (int row = 0; row < tokens.Length; row++)
        {
            var token = TokenSampler.Sample(numbers.Slice(row * vocabularySize, vocabularySize), round.Rows[row], _scratch);
            tokens[row] = token.TopLogits?.Length > choices ? token with { TopLogits = token.TopLogits[..choices] } : token;
        }

        return tokens;
    }
}
