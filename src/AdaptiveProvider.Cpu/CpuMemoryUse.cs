namespace AdaptiveProvider.Cpu;

/// <summary>Where a loaded executor's memory goes, in bytes.</summary>
/// <param name="Weights">Packed weights.</param>
/// <param name="CacheReserved">The key/value cache of all slots; the system commits it as positions are first written.</param>
/// <param name="CachePerToken">The key/value cache of one token.</param>
/// <param name="Scratch">Intermediate results, kept hidden states and rotary tables.</param>
public sealed record CpuMemoryUse(long Weights, long CacheReserved, long CachePerToken, long Scratch);
