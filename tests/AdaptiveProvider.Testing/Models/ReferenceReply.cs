namespace AdaptiveProvider.Testing.Models;

/// <summary>What the reference generated.</summary>
/// <param name="Tokens">The reply, without the prompt.</param>
/// <param name="Gaps">Highest logit minus second highest for each token: a rounding executor may differ from the first near-tie on, and not before.</param>
public sealed record ReferenceReply(int[] Tokens, double[] Gaps)
{
    /// <summary>How many leading tokens any executor must reproduce whose logits are within half of <paramref name="epsilon"/>.</summary>
    public int CertainCount(double epsilon)
    {
        int nearTie = Array.FindIndex(Gaps, gap => gap < epsilon);
        return nearTie < 0 ? Tokens.Length : nearTie;
    }
}
