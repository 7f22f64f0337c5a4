namespace AdaptiveProvider.Server.Wire;

/// <summary>Layer applications of each token, and the measure by which it left or went on where something judged it.</summary>
internal sealed record TokenDepths(IReadOnlyList<int> Depths, IReadOnlyList<double?>? Confidences);
