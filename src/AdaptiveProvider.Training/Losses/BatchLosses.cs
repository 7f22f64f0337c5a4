namespace AdaptiveProvider.Training.Losses;

/// <summary>What a batch's forward pass measured.</summary>
/// <param name="Full">Cross-entropy at each token's own depth, summed, in nats.</param>
/// <param name="Teacher">Divergence from the teacher at full depth, summed, in nats; NaN without one.</param>
/// <param name="Exit">Cross-entropy at the supervised exits, summed and averaged over them; NaN without.</param>
/// <param name="Router">The routers' selection or balancing loss, unweighted.</param>
/// <param name="Targets">Tokens predicted.</param>
/// <param name="Loops">Mean loops per token; NaN without routing.</param>
/// <param name="Load">[loops]: fraction of the tokens that stop after each loop; null without token choice.</param>
internal readonly record struct BatchLosses(double Full, double Teacher, double Exit, double Router, long Targets, double Loops, float[]? Load);
