using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Testing.Models;

/// <summary>The specification of the exit measures, in double precision.</summary>
public static class ReferenceMeasures
{
    /// <summary>The difference of the two highest probabilities, the highest, or 1 less the share of the highest possible entropy.</summary>
    /// <param name="logits">[vocabulary]</param>
    /// <param name="measure">One that needs the head.</param>
    public static double OfLogits(double[] logits, ExitMeasure measure)
    {
        double total = logits.Sum(logit => Math.Exp(logit - logits.Max()));
        double[] ranked = [.. logits.OrderDescending().Select(logit => Math.Exp(logit - logits.Max()) / total)];
        return measure switch
        {
            ExitMeasure.Margin => ranked[0] - ranked[1],
            ExitMeasure.MaxProbability => ranked[0],
            _ => 1 + (ranked.Sum(probability => probability * Math.Log(probability)) / Math.Log(logits.Length)),
        };
    }

    /// <summary>The cosine of two states, or 1 less the relative change.</summary>
    /// <param name="before">Before the last pass, [hidden].</param>
    /// <param name="after">After it, [hidden].</param>
    /// <param name="measure">One of the states.</param>
    public static double OfStates(double[] before, double[] after, ExitMeasure measure)
    {
        double[] change = [.. after.Zip(before, (left, right) => left - right)];
        return measure == ExitMeasure.Cosine ? Dot(after, before) / Math.Sqrt(Dot(after, after) * Dot(before, before)) : 1 - Math.Sqrt(Dot(change, change) / Dot(after, after));
    }

    private static double Dot(double[] left, double[] right) => ReferenceAlgebra.Dot(left, right);
}
