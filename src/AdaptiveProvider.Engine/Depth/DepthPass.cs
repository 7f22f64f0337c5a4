namespace AdaptiveProvider.Engine.Depth;

/// <summary>One application of a stage: the unit of depth in a plan.</summary>
/// <param name="Index">Position in the model's full depth, from 0.</param>
/// <param name="StageIndex">The stage whose weights run.</param>
/// <param name="Loop">Which loop of that stage, from 0.</param>
/// <param name="LayerCount">Layers that this pass executes.</param>
/// <param name="LayersBefore">Layers executed before this pass on the way to full depth.</param>
public readonly record struct DepthPass(int Index, int StageIndex, int Loop, int LayerCount, int LayersBefore);
