namespace AdaptiveProvider.Testing.Models;

/// <summary>Greedy generation by computing the whole text again for every token.</summary>
public static class ReferenceGenerator
{
    /// <summary>Continues a prompt greedily; among equal logits the lowest token id wins.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">At least one token.</param>
    /// <param name="tokenCount">Tokens to generate.</param>
    /// <param name="passCount">Passes before the head: a static exit; null for full depth.</param>
    /// <param name="routerThreshold">What a router's score must exceed; null for the model's own.</param>
    /// <param name="eosTokens">Tokens that end the reply; they are its last token.</param>
    public static ReferenceReply Generate(ReferenceModel model, ReadOnlySpan<int> prompt, int tokenCount, int? passCount = null, double? routerThreshold = null, params ReadOnlySpan<int> eosTokens)
    {
        List<int> text = [.. prompt], layers = [];
        List<double> gaps = [], margins = [];
        while (gaps.Count < tokenCount)
        {
            var run = model.Run(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text), passCount, routerThreshold);
            double[] logits = model.Logits(run.Hidden[^1]);
            int best = Array.IndexOf(logits, logits.Max());
            text.Add(best);
            layers.Add(run.Layers[^1]);
            gaps.Add(logits[best] - logits.Where((_, token) => token != best).Max());
            margins.Add(run.Margin);
            if (eosTokens.Contains(best))
            {
                break;
            }
        }

        return new ReferenceReply([.. text.Skip(prompt.Length)], [.. layers], [.. gaps], [.. margins]);
    }
}
