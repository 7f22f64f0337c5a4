namespace AdaptiveProvider.Training.Data;

/// <summary>A line of a corpus that gave no document.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record LineFault(long Line, string Problem);
