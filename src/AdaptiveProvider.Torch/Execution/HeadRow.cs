using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>A row that goes through the head.</summary>
/// <param name="Item">Its item's index in the plan.</param>
/// <param name="Row">Its index among the step's rows.</param>
/// <param name="Sampling">How its token is drawn.</param>
/// <param name="UsesDraftHead">It draws among the draft vocabulary, where there is one.</param>
/// <param name="Measure">What is measured of its logits; none for all but the item's last.</param>
internal readonly record struct HeadRow(int Item, int Row, RowSampling Sampling, bool UsesDraftHead, ExitMeasure Measure);
