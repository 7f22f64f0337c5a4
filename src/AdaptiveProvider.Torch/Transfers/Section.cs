namespace AdaptiveProvider.Torch.Transfers;

/// <summary>Part of a list.</summary>
/// <param name="First">Index of the first element.</param>
/// <param name="Count">Elements.</param>
internal readonly record struct Section(int First, int Count);
