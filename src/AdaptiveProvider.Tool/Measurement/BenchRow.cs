using AdaptiveProvider.Cpu;

namespace AdaptiveProvider.Tool.Measurement;

/// <summary>What was measured for one precision and number of requests; medians over the repetitions.</summary>
/// <param name="Precision">Precision of the weights.</param>
/// <param name="Batch">Requests at a time.</param>
/// <param name="PromptTokensPerSecond">Prompt tokens per second, over all requests.</param>
/// <param name="DecodeTokensPerSecond">Generated tokens per second, over all requests.</param>
/// <param name="StepMilliseconds">One decode step of all requests.</param>
/// <param name="OverheadFraction">Part of a decode step outside the executor.</param>
/// <param name="MeanDepth">Share of full depth that a generated token took.</param>
/// <param name="BytesPerSecond">Weights and cache read per second while decoding; null at less than full depth, where rows share what they read.</param>
internal sealed record BenchRow(
    Precision Precision,
    int Batch,
    double PromptTokensPerSecond,
    double DecodeTokensPerSecond,
    double StepMilliseconds,
    double OverheadFraction,
    double MeanDepth,
    double? BytesPerSecond);
