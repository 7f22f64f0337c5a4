using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Whether a drafted token stands, and what is drawn in its place.</summary>
internal static class DraftVerification
{
    /// <summary>
    /// Draws from a row: freely, or by speculative sampling (Leviathan et al. 2023, algorithm 1): the draft with probability min(1, p / q), else
    /// a token from max(p - q, 0), so that the token has the distribution p whatever q is.
    /// </summary>
    public static int Draw(in WeightedRow row, RowSampling sampling)
    {
        if (sampling.Draft is not { Acceptance: DraftAcceptance.Rejection } draft)
        {
            return row.Draw(sampling.Uniform);
        }

        double total = row.Total();
        var drafted = draft.Distribution.Span;
        if ((double)draft.Uniform * drafted[draft.Token] < row.Weight(draft.Token) / total)
        {
            return draft.Token;
        }

        int token = row.Beyond(drafted, total).Draw(sampling.Uniform);
        return token == SampledToken.NoToken ? row.Draw(sampling.Uniform) : token;
    }

    /// <summary>True when full depth finds the draft likely enough, whatever it would draw itself (FREE's rollback, 2310.05424, section 3.2).</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="logits">The raw logits, [vocabulary].</param>
    /// <param name="logSumExp">log of the sum of their exponentials.</param>
    public static bool StandsByCrossEntropy(DraftedToken draft, ReadOnlySpan<float> logits, float logSumExp) => logSumExp - logits[draft.Token] <= draft.CrossEntropyMax;
}
