using System.Collections.Immutable;

namespace AdaptiveProvider.Engine.Depth;

/// <summary>A model's depth as data: ordered stages, flattened to the passes that a full-depth token takes.</summary>
public sealed class StageLayout
{
    private const int UsualExitsMax = 4;
    private readonly List<int> _leastBefore = [0]; // [passes + 1]

    /// <summary>Checks and flattens the stages.</summary>
    /// <param name="stages">The stages, from the embedding to the head.</param>
    /// <param name="trainedExits">After how many passes the model has been trained to leave; null where nobody has said.</param>
    /// <exception cref="ArgumentException">There is no stage, a stage has no layer or no loop, or a token cannot leave at a trained exit.</exception>
    public StageLayout(IEnumerable<Stage> stages, IEnumerable<int>? trainedExits = null)
    {
        Stages = [.. stages];
        if (Stages.IsEmpty)
        {
            throw new ArgumentException("A model needs at least one stage.", nameof(stages));
        }

        var passes = ImmutableArray.CreateBuilder<DepthPass>();
        for (int stage = 0; stage < Stages.Length; stage++)
        {
            var (firstLayer, layerCount, loops) = (Stages[stage].FirstLayer, Stages[stage].LayerCount, Stages[stage].Loops);
            if (firstLayer < 0 || layerCount < 1 || loops < 1)
            {
                throw new ArgumentException($"Stage {stage} needs a first layer from 0, at least one layer and at least one loop.", nameof(stages));
            }

            for (int loop = 0; loop < loops; loop++)
            {
                _leastBefore.Add(_leastBefore[^1] + (loop > 0 && IsRouted(Stages[stage]) ? 0 : layerCount));
                passes.Add(new DepthPass(passes.Count, stage, loop, layerCount, LayerDepth));
                LayerDepth += layerCount;
            }
        }

        Passes = passes.ToImmutable();
        TailPass = FindTail();
        ExitPasses = [.. Enumerable.Range(1, passes.Count).Where(CanExitAfter)];
        UsualExits = trainedExits is null ? ChooseExits() : [.. trainedExits.Order().Distinct()];
        if (UsualExits.Any(exit => !CanExitAfter(exit)))
        {
            throw new ArgumentException($"A token can leave after {string.Join(", ", ExitPasses)} passes only.", nameof(trainedExits));
        }

        HasRouter = Stages.Any(IsRouted);
        HasRouterThreshold = Stages.Any(stage => stage.Exit == ExitKind.Router);
    }

    /// <summary>The stages, from the embedding to the head.</summary>
    public ImmutableArray<Stage> Stages { get; }

    /// <summary>Every (stage, loop) in the order in which a full-depth token takes them.</summary>
    public ImmutableArray<DepthPass> Passes { get; }

    /// <summary>
    /// The first pass of the tail: what follows the looped stage (the last layer of a middle cycle, Huginn's coda), which a token that leaves
    /// between two loops takes too. <see cref="PassCount"/> where leaving leads to the head at once.
    /// </summary>
    public int TailPass { get; }

    /// <summary>After how many passes a token may leave; ascending, the last is full depth.</summary>
    public ImmutableArray<int> ExitPasses { get; }

    /// <summary>
    /// Where tokens are asked whether they leave when nobody has said: the trained exits, else every loop, else a few of an unshared stack's exits,
    /// since asking needs the head there. Ascending, without full depth.
    /// </summary>
    public ImmutableArray<int> UsualExits { get; }

    /// <summary>Passes of a full-depth token.</summary>
    public int PassCount => Passes.Length;

    /// <summary>Layer applications of a full-depth token.</summary>
    public int LayerDepth { get; }

    /// <summary>True when a router chooses loops row by row, so that rows of one request differ in depth.</summary>
    public bool HasRouter { get; }

    /// <summary>True when a request can set the threshold of a router.</summary>
    public bool HasRouterThreshold { get; }

    /// <summary>Most layer applications of a token that leaves after <paramref name="passCount"/> passes; all that are possible where no router chooses.</summary>
    public int LayersAfter(int passCount) => passCount == PassCount ? LayerDepth : Passes[passCount].LayersBefore;

    /// <summary>Layer applications of a token that leaves after <paramref name="passCount"/> passes, the tail's included; the most where a router chooses.</summary>
    public int LayersAtExit(int passCount) => LayersAfter(passCount) + TailLayersAfter(passCount);

    /// <summary>True when a token that leaves after so many passes takes the tail before the head.</summary>
    public bool LeavesThroughTail(int passCount) => passCount < TailPass && TailPass < PassCount;

    /// <summary>Layer applications of the tail for a token that leaves after <paramref name="passCount"/> passes; none where it has run already.</summary>
    public int TailLayersAfter(int passCount) => passCount <= TailPass ? LayerDepth - LayersAfter(TailPass) : 0;

    /// <summary>True when a token may leave after so many passes: always at full depth, never where the router chooses the depth at once.</summary>
    public bool CanExitAfter(int passCount)
        => passCount == PassCount || (passCount >= 1 && passCount < TailPass && Stages[Passes[passCount - 1].StageIndex].Exit is not (ExitKind.None or ExitKind.DepthRouter));

    /// <summary>Fewest layer applications of such a token: one loop of a routed stage, every loop of others.</summary>
    public int LeastLayersAfter(int passCount) => _leastBefore[passCount];

    /// <summary>True when a router chooses the loops of a stage.</summary>
    public static bool IsRouted(Stage stage) => stage.Exit is ExitKind.Router or ExitKind.DepthRouter;

    private ImmutableArray<int> ChooseExits()
    {
        ImmutableArray<int> early = ExitPasses[..^1];
        return early.Length <= UsualExitsMax || Stages.Any(stage => stage.Loops > 1)
            ? early
            : [.. Enumerable.Range(1, UsualExitsMax).Select(exit => early[(exit * (early.Length + 1) / (UsualExitsMax + 1)) - 1])];
    }

    // One looped stage has a tail; with several there is no saying which loops a token that leaves has still to take.
    private int FindTail()
    {
        int looped = -1;
        for (int stage = 0; stage < Stages.Length; stage++)
        {
            if (Stages[stage].Loops > 1)
            {
                if (looped >= 0)
                {
                    return Passes.Length;
                }

                looped = stage;
            }
        }

        return looped < 0 ? Passes.Length : Passes.Count(pass => pass.StageIndex <= looped);
    }

    /// <summary>An ordinary transformer cut into stages of <paramref name="layersPerStage"/> layers with a head exit after each.</summary>
    public static StageLayout Uniform(int layerCount, int layersPerStage) => Uniform(layerCount, layersPerStage, trainedExits: null);

    /// <summary>The same with exits that the model was trained to leave at, in passes.</summary>
    public static StageLayout Uniform(int layerCount, int layersPerStage, IEnumerable<int>? trainedExits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layerCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layersPerStage, 1);
        return new StageLayout(
            from first in Enumerable.Range(0, (layerCount + layersPerStage - 1) / layersPerStage).Select(stage => stage * layersPerStage)
            select new Stage(first, Math.Min(layersPerStage, layerCount - first)),
            trainedExits);
    }
}
