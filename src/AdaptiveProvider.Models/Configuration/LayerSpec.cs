namespace AdaptiveProvider.Models.Configuration;

/// <summary>What distinguishes one weight layer from its neighbours.</summary>
/// <param name="UsesRotary">False for layers without position encoding (SmolLM3's NoPE layers).</param>
/// <param name="AttentionWindow">Positions that a row sees, its own included; null sees all (Mistral's sliding window).</param>
/// <param name="Norms">Where the norms stand.</param>
public sealed record LayerSpec(bool UsesRotary = true, int? AttentionWindow = null, NormPlacement Norms = NormPlacement.Before);
