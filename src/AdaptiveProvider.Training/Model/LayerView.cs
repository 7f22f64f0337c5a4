using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>One layer application's weights for one forward pass, in the compute type, neighbours fused.</summary>
/// <param name="AttentionNorm">[hidden], single precision</param>
/// <param name="Projections">query, key and value: [(heads + 2 · kv heads) · head dim, hidden]</param>
/// <param name="Output">[hidden, heads · head dim]</param>
/// <param name="FeedForwardNorm">[hidden], single precision</param>
/// <param name="GateAndUp">[2 · intermediate, hidden]</param>
/// <param name="Down">[hidden, intermediate]</param>
internal sealed record LayerView(Tensor AttentionNorm, Tensor Projections, Tensor Output, Tensor FeedForwardNorm, Tensor GateAndUp, Tensor Down);
