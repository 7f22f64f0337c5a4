namespace AdaptiveProvider.Engine.Depth;

/// <summary>A run of layers that is applied one or more loops with one set of weights.</summary>
/// <param name="FirstLayer">Index of the first weight layer, from 0.</param>
/// <param name="LayerCount">Weight layers in the run; at least 1.</param>
/// <param name="Loops">How often the run is applied at full depth; at least 1.</param>
/// <param name="KvPolicy">Which key/value plane each loop uses.</param>
/// <param name="Exit">What may end a row's way after each loop of this stage.</param>
public sealed record Stage(int FirstLayer, int LayerCount, int Loops = 1, KvPolicy KvPolicy = KvPolicy.PerLoop, ExitKind Exit = ExitKind.Head);
