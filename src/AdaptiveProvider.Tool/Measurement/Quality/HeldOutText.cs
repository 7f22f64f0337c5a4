namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>A document as a prompt and what follows it.</summary>
/// <param name="Prompt">The prompt's tokens; at least one.</param>
/// <param name="Continuation">The tokens that follow in the document, an end token included; at least one.</param>
/// <param name="ContinuationBytes">Their bytes of UTF-8; special tokens have none.</param>
internal sealed record HeldOutText(int[] Prompt, int[] Continuation, long ContinuationBytes);
