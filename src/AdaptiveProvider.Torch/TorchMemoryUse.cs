namespace AdaptiveProvider.Torch;

/// <summary>Where a loaded executor's memory on the device goes, in bytes; intermediate results come on top.</summary>
/// <param name="Weights">Weights.</param>
/// <param name="CacheReserved">The key/value cache of all slots.</param>
/// <param name="CachePerToken">The key/value cache of one token.</param>
/// <param name="KeptStates">Hidden states kept for later starts below full depth.</param>
public sealed record TorchMemoryUse(long Weights, long CacheReserved, long CachePerToken, long KeptStates);
