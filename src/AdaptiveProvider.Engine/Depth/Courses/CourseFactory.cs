using System.Collections.Concurrent;
using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth.Policies;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>Chooses the course that carries out a request's settings on a model. The settings were checked (<see cref="DepthCheck"/>).</summary>
internal sealed class CourseFactory(ExecutorInfo info, bool stepsLoops, TimeProvider time)
{
    // Requests are made on their callers' threads; the tuners themselves belong to the engine's.
    private readonly ConcurrentDictionary<(string Exits, int DraftMax, bool UsesDraftHead), DraftTuner> _tuners = new();

    /// <summary>What steps cost, learnt from every one.</summary>
    public StepCostModel Costs { get; } = new();

    /// <summary>Requests that decode side by side now.</summary>
    public int Decoding { get; set; } = 1;

    private StageLayout Layout => info.Layout;

    /// <summary>The course of a request.</summary>
    public DepthCourse Create(RequestState request)
    {
        var settings = request.Request.Depth;
        return settings?.Method switch
        {
            null => new WholeCourse(request, Layout, request.Request.ExitPass ?? Layout.PassCount, rule: null),
            DepthMethod.Full when stepsLoops && CanStepLoops => Stepped(request, DepthSettings.Full, LoopEnds, Layout.HasRouter ? ExitMeasure.RouterScore : ExitMeasure.None),
            DepthMethod.Full => new WholeCourse(request, Layout, Layout.PassCount, rule: null),
            DepthMethod.Static => new WholeCourse(request, Layout, DepthCheck.Exits(settings, info)[0], rule: null),
            DepthMethod.Router when stepsLoops && CanStepLoops => Stepped(request, settings, LoopEnds, ExitMeasure.RouterScore),
            DepthMethod.Router => new WholeCourse(request, Layout, Layout.PassCount, Rule(request, settings, DepthCheck.ExitsToEnd(settings, info), ExitMeasure.RouterScore)),
            DepthMethod.Lossless => Drafted(request, settings),
            DepthMethod.Synchronized when settings.RollbackThreshold is not null => Drafted(request, settings),
            _ => Stepped(request, settings, DepthCheck.ExitsToEnd(settings, info), DepthCheck.Measure(settings, info)),
        };
    }

    // Loop by loop needs a measure of the router where there is one, and kept states.
    private bool CanStepLoops => info.KeptRowsMax > 0 && Layout.Stages.Count(stage => stage.Loops > 1) == 1
        && (!Layout.HasRouter || info.Measures.Contains(ExitMeasure.RouterScore));

    // Where loops overwrite one plane, a token that leaves has written all that others read: the keys and values of its last loop.
    private bool OverwritesOnePlane
        => Layout.ExitPasses.Length > 1 && Layout.ExitPasses.SkipLast(1).All(exit => Layout.Stages[Layout.Passes[exit - 1].StageIndex].KvPolicy == KvPolicy.SingleOverwritten);

    private ImmutableArray<int> LoopEnds => [.. Layout.Passes.Where(pass => Layout.Stages[pass.StageIndex].Loops > 1).Select(pass => pass.Index + 1).SkipLast(1), Layout.PassCount];

    private SteppedCourse Stepped(RequestState request, DepthSettings settings, ImmutableArray<int> ends, ExitMeasure measure)
    {
        ends = [.. ends.Where(end => end <= (settings.PassMax ?? Layout.PassCount))];
        return new SteppedCourse(request, Layout, ends, Missing(settings, ends[0]), DepthCheck.PendingMax(settings, info), Rule(request, settings, ends, measure));
    }

    private MissingCache Missing(DepthSettings settings, int shallowest) => settings.Method switch
    {
        _ when IsWrittenAfter(shallowest) => MissingCache.Absent,
        DepthMethod.Synchronized => MissingCache.Deferred,
        _ when Layout.HasRouter || OverwritesOnePlane => MissingCache.Absent,
        DepthMethod.Confidence => MissingCache.Copied,
        _ => MissingCache.Deferred,
    };

    // Loops that share a plane find something of every token there, whichever it left after; stages that it has not come to hold nothing of it.
    private bool IsWrittenAfter(int passes)
    {
        int stage = Layout.Passes[passes - 1].StageIndex;
        return Layout.TailPass > passes && Layout.Stages[stage].KvPolicy is KvPolicy.SharedFirst or KvPolicy.SingleOverwritten
            && Layout.Passes.AsSpan(passes..Layout.TailPass).ToArray().All(pass => pass.StageIndex == stage);
    }

    private ExitRule Rule(RequestState request, DepthSettings settings, ImmutableArray<int> ends, ExitMeasure measure)
    {
        ImmutableArray<int> exits = [.. ends.Where((end, index) => index == ends.Length - 1 || Layout.CanExitAfter(end))];
        var pace = settings.TokenLatencyTarget is { } target ? new DepthPace(target, DepthCheck.LeastShare(settings, info), time) : null;
        if (measure == ExitMeasure.RouterScore && (stepsLoops || pace is not null || settings is not { Method: DepthMethod.Router, Budget: null }))
        {
            // Where the engine decides, or a budget begins, with what the model itself would: a reply is the same loop by loop and at once.
            settings = settings with { Threshold = settings.Threshold ?? info.RouterThreshold };
        }

        if (measure == ExitMeasure.Gate && float.IsFinite(info.GateThreshold))
        {
            settings = settings with { Threshold = settings.Threshold ?? info.GateThreshold };
        }

        return new ExitRule(pace is null ? settings : settings with { Budget = settings.Budget ?? 1 }, Layout, exits, measure, request.OutputMax, pace);
    }

    private DraftedCourse Drafted(RequestState request, DepthSettings settings)
    {
        var measure = settings.Measure != ExitMeasure.None ? settings.Measure : info.Measures.Contains(ExitMeasure.MaxProbability) ? ExitMeasure.MaxProbability : ExitMeasure.None;
        var exits = DepthCheck.DraftExits(settings, info);
        int draftMax = DepthCheck.PendingMax(settings, info);
        var tuner = settings.DraftLength is null ? Tuner(exits, draftMax, settings.UsesDraftHead && info.DraftVocabularySize > 0) : null;
        return new DraftedCourse(request, Layout, draftMax, new DraftPilot(settings, exits, measure, tuner, this));
    }

    // One for all requests of a kind: each learns from the others, and no reply depends on it.
    private DraftTuner Tuner(ImmutableArray<int> exits, int draftMax, bool usesDraftHead)
    {
        double share = usesDraftHead ? (double)info.DraftVocabularySize / info.VocabularySize : 1;
        return _tuners.GetOrAdd(
            (string.Join(',', exits), draftMax, usesDraftHead),
            _ => new DraftTuner(Costs, [.. exits.Select(exit => new DraftExit(Layout.LayersAfter(exit), Layout.TailLayersAfter(exit)))], Layout.LayerDepth, draftMax, share));
    }
}
