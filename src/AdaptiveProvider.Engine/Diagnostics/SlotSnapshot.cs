namespace AdaptiveProvider.Engine.Diagnostics;

/// <summary>One slot at one moment.</summary>
/// <param name="Index">The slot.</param>
/// <param name="RequestId">The request that leases it; null when idle.</param>
/// <param name="ContentLength">Positions with a usable cache.</param>
public sealed record SlotSnapshot(int Index, long? RequestId, int ContentLength);
