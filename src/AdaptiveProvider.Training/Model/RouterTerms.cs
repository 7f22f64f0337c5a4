using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Model;

/// <summary>What a pass's routers are trained on, summed over the loops; each is a mean over tokens, then over sequences, padding left out.</summary>
internal sealed class RouterTerms
{
    /// <summary>Scalar: binary cross-entropy of each loop's scores against what was selected (Mixture-of-Recursions, aux_loss); null without.</summary>
    public Tensor? Selection { get; private set; }

    /// <summary>Scalar: logsumexp(scores)², which keeps scores small (z-loss); null without.</summary>
    public Tensor? SquaredScores { get; private set; }

    /// <summary>Scalar: Σ Pᵢ · fᵢ of a token-choice router, fᵢ = loops · fraction: 1 when balanced; null without.</summary>
    public Tensor? Balance { get; set; }

    /// <summary>[loops]: fraction of the tokens that stop after each loop; null without token choice.</summary>
    public Tensor? Load { get; set; }

    /// <summary>Adds a loop's selection.</summary>
    /// <param name="scores">[batch, candidates]</param>
    /// <param name="among">[batch, selected]: which candidates were selected; null for all.</param>
    /// <param name="real">[batch, candidates]: 1 for tokens, 0 for padding.</param>
    public void AddSelection(Tensor scores, Tensor? among, Tensor real)
    {
        using var scope = NewDisposeScope();
        var selected = among is null ? ones_like(scores) : zeros_like(scores).scatter(1, among, ones_like(among, scores.dtype));
        var loss = Mean(binary_cross_entropy_with_logits(scores, selected, reduction: nn.Reduction.None), real);
        Selection = (Selection is null ? loss : Selection + loss).MoveToOuterDisposeScope();
    }

    /// <summary>Adds a router's scores to the z-loss.</summary>
    /// <param name="scores">[batch, candidates, outputs]</param>
    /// <param name="real">[batch, candidates]: 1 for tokens, 0 for padding.</param>
    public void AddScores(Tensor scores, Tensor real)
    {
        using var scope = NewDisposeScope();
        var loss = Mean(scores.logsumexp(-1).square(), real);
        SquaredScores = (SquaredScores is null ? loss : SquaredScores + loss).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over each sequence's real tokens, then over the sequences.</summary>
    /// <param name="values">[batch, candidates]</param>
    /// <param name="real">[batch, candidates]</param>
    private static Tensor Mean(Tensor values, Tensor real) => ((values * real).sum(1) / real.sum(1).clamp_min(1)).mean();
}
