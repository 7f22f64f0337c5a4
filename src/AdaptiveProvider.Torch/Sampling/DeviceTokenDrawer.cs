using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Sampling;

/// <summary>Draws on the device with the host's uniform numbers, so that only tokens come back: the same tokens as the managed sampler's for the same logits.</summary>
/// <remarks>
/// Sums are in double precision on both sides. A token may differ only where a uniform number lies within rounding, some 1e-7 of the total, of the
/// border between two tokens.
/// </remarks>
internal sealed class DeviceTokenDrawer(int vocabularySize, jit.CompilationUnit scripts, StagedNumbers<long> indices, StagedNumbers<float> numbers) : ITokenDrawer
{
    private const int PlainWidth = 4;

    /// <inheritdoc/>
    public DrawRound Stage(List<RowSampling> rows) => DrawRound.Stage(rows, vocabularySize, indices, numbers);

    /// <inheritdoc/>
    public Tensor Draw(DrawRound round, Tensor logits)
    {
        var changed = logits;
        if (round.HasChanges)
        {
            changed = (Tensor)scripts.invoke(
                "change", logits, At(indices, round.BiasedTokens)!, At(numbers, round.AddedBias)!, At(indices, round.SeenTokens)!, At(numbers, round.Penalties)?.view(3, -1)!);
            foreach (var (row, words) in round.Masks)
            {
                scripts.invoke("forbid", changed, row, indices[words]);
            }
        }

        return (Tensor)scripts.invoke("draw", logits, changed, numbers[round.Settings].view(DrawRound.SettingCount, -1), round.IsSampled, round.IsRanked, round.TopCount);
    }

    /// <inheritdoc/>
    public SampledToken[] Finish(DrawRound round, Span<float> numbers, int choices)
    {
        int width = PlainWidth + (round.TopCount == 0 ? 0 : 1 + (2 * round.TopCount));
        var tokens = new SampledToken[round.Rows.Count];
        for (int row = 0; row < tokens.Length; row++)
        {
            tokens[row] = Token(numbers.Slice(row * width, width), round.TopCount, Math.Min(round.Rows[row].TopLogitCount, choices));
        }

        return tokens;
    }

    private static SampledToken Token(ReadOnlySpan<float> drawn, int top, int wanted)
    {
        if (!float.IsFinite(drawn[2]) || !float.IsFinite(drawn[3]))
        {
            return SampledToken.None;
        }

        if (wanted == 0)
        {
            return new SampledToken((int)drawn[0], drawn[1], float.NaN, null);
        }

        var logits = new TokenLogit[wanted];
        for (int i = 0; i < wanted; i++)
        {
            logits[i] = new TokenLogit((int)drawn[PlainWidth + 1 + top + i], drawn[PlainWidth + 1 + i]);
        }

        return new SampledToken((int)drawn[0], drawn[1], drawn[PlainWidth], logits);
    }

    private static Tensor? At<T>(StagedNumbers<T> staged, Section? section)
        where T : unmanaged
        => section is { } present ? staged[present] : null;
}
