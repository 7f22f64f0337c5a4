namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>What a step's time depends on. Expected amounts may be fractions.</summary>
/// <param name="LayerPasses">Layers that run at all in the step, each loop counted: how often a layer's weights are read.</param>
/// <param name="LayerRows">Layer applications over all rows.</param>
/// <param name="HeadPasses">1 where any row goes through the head, else 0; for a head of part of the vocabulary its part.</param>
/// <param name="HeadRows">Rows that go through the head, times the part of the vocabulary.</param>
internal readonly record struct StepWork(double LayerPasses, double LayerRows, double HeadPasses, double HeadRows);
