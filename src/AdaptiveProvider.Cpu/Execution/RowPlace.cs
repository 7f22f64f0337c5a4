namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Where a row of a pass sits.</summary>
/// <param name="Position">Its position in the request, which rotates its queries and keys.</param>
/// <param name="CacheRow">Its place in the cache's planes; it sees the places up to its own. The position, except where planes hold only some rows.</param>
internal readonly record struct RowPlace(int Position, int CacheRow);
