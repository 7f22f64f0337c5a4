using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>What a layer attends to.</summary>
/// <param name="Keys">[batch, kv heads, keys, head dim]</param>
/// <param name="Values">[batch, kv heads, keys, head dim]</param>
internal sealed record KeysAndValues(Tensor Keys, Tensor Values);
