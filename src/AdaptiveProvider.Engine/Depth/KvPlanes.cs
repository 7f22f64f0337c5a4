namespace AdaptiveProvider.Engine.Depth;

/// <summary>Which plane of a key/value store each (stage, loop) starts at, and whether it writes there.</summary>
public sealed class KvPlanes
{
    private readonly Range[][] _ranges;

    /// <summary>Numbers the planes of a layout.</summary>
    public KvPlanes(StageLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _ranges = new Range[layout.Stages.Length][];
        for (int stage = 0; stage < layout.Stages.Length; stage++)
        {
            var (layers, policy) = (layout.Stages[stage].LayerCount, layout.Stages[stage].KvPolicy);
            bool ownPlanes = policy is KvPolicy.PerLoop or KvPolicy.RecursionWise;
            _ranges[stage] = new Range[layout.Stages[stage].Loops];
            for (int loop = 0; loop < _ranges[stage].Length; loop++)
            {
                _ranges[stage][loop] = new Range(ownPlanes ? Count + (loop * layers) : Count, loop == 0 || policy != KvPolicy.SharedFirst);
            }

            Count += ownPlanes ? layers * _ranges[stage].Length : layers;
        }
    }

    /// <summary>Planes in all: a key and a value per position and key/value head each.</summary>
    public int Count { get; }

    /// <summary>Loops of a stage.</summary>
    public int LoopsOf(int stage) => _ranges[stage].Length;

    /// <summary>The planes of one loop of a stage.</summary>
    public Range this[int stage, int loop] => _ranges[stage][loop];

    /// <summary>Consecutive planes, one per layer of the stage.</summary>
    /// <param name="First">The plane of the stage's first layer.</param>
    /// <param name="Writes">False where the loop only reads what an earlier loop wrote.</param>
    public readonly record struct Range(int First, bool Writes);
}
