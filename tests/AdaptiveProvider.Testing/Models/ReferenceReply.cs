namespace AdaptiveProvider.Testing.Models;

/// <summary>What the reference generated.</summary>
/// <param name="Tokens">The reply, without the prompt.</param>
/// <param name="Layers">Layer applications that the row before each token took.</param>
/// <param name="Gaps">Highest logit minus second highest for each token: a rounding executor may differ from the first near-tie on, and not before.</param>
/// <param name="Margins">The smallest distance of a router's decision, over the text before each token, from going the other way.</param>
public sealed record ReferenceReply(int[] Tokens, int[] Layers, double[] Gaps, double[] Margins)
{
    /// <summary>How many leading tokens any executor must reproduce whose logits and router scores are near enough.</summary>
    /// <param name="epsilon">Twice the executor's largest error of a logit.</param>
    /// <param name="marginEpsilon">Its largest error of a router's score.</param>
    public int CertainCount(double epsilon, double marginEpsilon = 1e-5)
    {
        int uncertain = Enumerable.Range(0, Tokens.Length).FirstOrDefault(token => Gaps[token] < epsilon || Margins[token] < marginEpsilon, -1);
        return uncertain < 0 ? Tokens.Length : uncertain;
    }
}
