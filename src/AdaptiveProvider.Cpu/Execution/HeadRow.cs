using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>What becomes of one row's logits.</summary>
/// <param name="Target">Where its token goes among the step's tokens.</param>
/// <param name="Sampling">How the token is drawn.</param>
/// <param name="Item">The row's item.</param>
/// <param name="Measure">What is measured for the item; <see cref="ExitMeasure.None"/> unless it is the item's last row and the measure is taken from logits.</param>
internal readonly record struct HeadRow(int Target, RowSampling Sampling, int Item, ExitMeasure Measure);
