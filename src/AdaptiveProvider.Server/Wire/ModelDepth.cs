namespace AdaptiveProvider.Server.Wire;

/// <summary>What a model offers: its depth, where tokens may leave, and how much it can hold.</summary>
internal sealed record ModelDepth(int Layers, IReadOnlyList<int> ExitLayers, int ContextTokens, int ConcurrentRequests, string Device);
