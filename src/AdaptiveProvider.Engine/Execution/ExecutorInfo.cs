using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Execution;

/// <summary>What a loaded executor offers.</summary>
/// <param name="Layout">The model's depth.</param>
/// <param name="VocabularySize">Logits per row.</param>
/// <param name="SlotCount">Requests that can hold a cache at the same time.</param>
/// <param name="SlotLength">Tokens that a slot's cache holds.</param>
/// <param name="StepRowsMax">Rows that one step may have.</param>
/// <param name="Device">The device in words, for reports: processor, instructions, threads, precisions and what they cost in accuracy.</param>
public sealed record ExecutorInfo(StageLayout Layout, int VocabularySize, int SlotCount, int SlotLength, int StepRowsMax, string Device);
