namespace AdaptiveProvider.Training.Evaluation;

/// <summary>How well a model predicts held-out text at one depth.</summary>
/// <param name="Source">Where the text comes from.</param>
/// <param name="Depth">The depth asked for, in words.</param>
/// <param name="BitsPerByte">Cross-entropy per byte of UTF-8, in bits.</param>
/// <param name="MeanLayers">Layer applications per token.</param>
/// <param name="Tokens">Tokens predicted.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record HeldOutFigure(string Source, string Depth, double BitsPerByte, double MeanLayers, long Tokens, long Bytes);
