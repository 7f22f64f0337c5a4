using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>The loops of one forward pass: which tokens run, and what joins their states.</summary>
internal sealed class LoopRunner
{
    private readonly ArchitectureConfiguration _architecture;
    private readonly RouterConfiguration? _router;
    private readonly LayerRunner _layers;
    private readonly WeightView _weights;
    private readonly RowContext _context;
    private readonly Routing _routing;
    private readonly Tensor _real; // [batch, rows]: 1 for tokens, 0 for padding
    private readonly Dictionary<int, KeysAndValues> _first = []; // by index in the run; only where later loops share them
    private Tensor? _active; // [batch, rows], true where a token is still looping; null for all
    private Tensor? _rows; // [batch, chosen], ascending: the same set where a capacity fixes its size; null for all
    private TokenChoice? _choice;

    /// <summary>Prepares the loops of a pass.</summary>
    /// <param name="architecture">The shape of the model.</param>
    /// <param name="layers">Runs layers.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="context">Positions and ranges of all rows.</param>
    /// <param name="routing">Which tokens take which loops.</param>
    /// <param name="documents">[batch, rows], negative for padding.</param>
    /// <exception cref="InvalidOperationException">A capacity is to choose outside of training: it looks at later tokens, so what it measures cannot be served.</exception>
    public LoopRunner(
        ArchitectureConfiguration architecture, LayerRunner layers, WeightView weights, RowContext context, Routing routing, Tensor documents)
    {
        if (routing is Routing.Capacity && !is_grad_enabled())
        {
            throw new InvalidOperationException("Capacities choose among later tokens too and are for training only. Evaluate with a threshold or a number of loops.");
        }

        (_architecture, _router, _layers, _weights, _context, _routing) = (architecture, architecture.Router, layers, weights, context, routing);
        _real = documents.ge(0).to(ScalarType.Float32);
    }

    /// <summary>What the routers are trained on.</summary>
    public RouterTerms Terms { get; } = new();

    /// <summary>Scalar: loops of all tokens together; null without routing.</summary>
    public Tensor? Loops { get; private set; }

    /// <summary>[batch, rows]: loops per token.</summary>
    public Tensor? TokenLoops { get; private set; }

    /// <summary>Runs one loop.</summary>
    /// <param name="hidden">[batch, rows, hidden]</param>
    /// <param name="segment">The loop's layers.</param>
    /// <param name="loop">Its number.</param>
    public Tensor Run(Tensor hidden, DepthSegment segment, int loop)
    {
        if (_routing is Routing.Fixed limit && loop >= limit.Loops)
        {
            return hidden;
        }

        return _router?.Kind switch
        {
            RouterKind.ExpertChoice => RunExpertChoice(hidden, segment, loop, _router),
            RouterKind.TokenChoice => RunTokenChoice(hidden, segment, loop, _router),
            _ => RunLayers(hidden, segment, loop, _context),
        };
    }

    /// <summary>What token choice does behind the loops: the input joins the state, weighted by the depth that a token took.</summary>
    /// <param name="hidden">[batch, rows, hidden]</param>
    /// <param name="loop">The last loop that any token has taken.</param>
    public Tensor Finish(Tensor hidden, int loop) => _choice?.Finish(hidden, loop) ?? hidden;

    private Tensor RunExpertChoice(Tensor hidden, DepthSegment segment, int loop, RouterConfiguration router)
    {
        if (loop > 0 && _routing is Routing.Capacity { Capacities: var capacities } && capacities[loop] < 1)
        {
            return RunChosen(hidden, segment, loop, router, capacities[loop]);
        }

        var scores = RouterScores.OfLoop(router, _weights, loop, hidden); // [batch, rows, 1]
        if (_routing is Routing.Capacity && !router.IsElastic)
        {
            // As published, loops that take all tokens are taught so. Drawn capacities leave it out: the first loop's score decides nothing.
            Terms.AddSelection(scores.squeeze(-1), among: null, _real);
            Terms.AddScores(scores, _real);
        }

        if (loop > 0 && _routing is Routing.Threshold threshold)
        {
            var goesOn = GoesOn(hidden, loop, router, scores, threshold.Value); // [batch, rows]
            _active = _active is null ? goesOn : _active.logical_and(goesOn);
        }

        Count(_active is null ? _real : _real * _active);
        var output = RunLayers(hidden, segment, loop, Masked());
        var updated = RouterScores.Update(router, hidden, output, RouterScores.Gate(router, scores));
        return _active is null ? updated : where(_active.unsqueeze(-1), updated, hidden);
    }

    // 0 and 1 are for every and for one loop, whatever rounding makes of a sigmoid.
    private Tensor GoesOn(Tensor hidden, int loop, RouterConfiguration router, Tensor scores, double threshold)
    {
        if (threshold is <= 0 or >= 1)
        {
            return full_like(_real, threshold <= 0, ScalarType.Bool);
        }

        var decision = router.HasAuxiliaryRouter ? RouterScores.OfAuxiliary(_weights, loop, hidden) : scores;
        return decision.squeeze(-1).sigmoid() > threshold;
    }

    /// <summary>The best tokens of the loop before, gathered: Mixture-of-Recursions' hierarchical filtering. Padding comes last.</summary>
    private Tensor RunChosen(Tensor hidden, DepthSegment segment, int loop, RouterConfiguration router, double capacity)
    {
        long count = Math.Max(1, (long)(capacity * hidden.shape[1]));
        var candidates = _rows is null ? hidden : hidden.gather(1, Wide(_rows, hidden)); // [batch, candidates, hidden]
        var real = _rows is null ? _real : _real.gather(1, _rows); // [batch, candidates]
        var scores = RouterScores.OfLoop(router, _weights, loop, candidates).squeeze(-1); // [batch, candidates]
        var ranked = scores.detach().masked_fill(real.eq(0), float.NegativeInfinity);
        var among = ranked.topk((int)count, 1, largest: true, sorted: false).indexes.sort(1).Values; // [batch, count], ascending
        Terms.AddSelection(scores, among, real);
        Terms.AddScores(scores.unsqueeze(-1), real);
        if (router.HasAuxiliaryRouter)
        {
            Terms.AddSelection(RouterScores.OfAuxiliary(_weights, loop, candidates.detach()).squeeze(-1), among, real);
        }

        _rows = _rows is null ? among : _rows.gather(1, among);
        var index = Wide(_rows, hidden);
        var chosen = hidden.gather(1, index); // [batch, count, hidden]
        Count(real.gather(1, among));
        var own = _architecture.LoopKv == LoopKv.SharedFirst ? _context.Queries(_rows) : _context.Among(_rows);
        var output = RunLayers(chosen, segment, loop, own);
        var gate = RouterScores.Gate(router, scores.gather(1, among).unsqueeze(-1));
        return hidden.scatter(1, index, RouterScores.Update(router, chosen, output, gate));
    }

    private Tensor RunTokenChoice(Tensor hidden, DepthSegment segment, int loop, RouterConfiguration router)
    {
        if (loop == 0)
        {
            _choice = new TokenChoice(router, _weights, hidden, _real, _routing is Routing.Fixed { Loops: var loops } ? loops - 1 : null, Terms);
        }

        _active = loop == 0 ? null : _choice!.Depths.ge(loop);
        Count(_active is null ? _real : _real * _active);
        var output = RunLayers(hidden, segment, loop, Masked());
        return _active is null ? output : where(_active.unsqueeze(-1), output, hidden);
    }

    private Tensor RunLayers(Tensor hidden, DepthSegment segment, int loop, RowContext rows)
    {
        if (_architecture.LoopKv != LoopKv.SharedFirst)
        {
            return _layers.Run(hidden, segment, rows);
        }

        for (int i = 0; i < segment.Layers.Length; i++)
        {
            (hidden, var own) = _layers.Run(hidden, segment, i, rows, loop > 0 ? _first[i] : null);
            _first.TryAdd(i, own);
        }

        return hidden;
    }

    /// <summary>Tokens that have stopped are no keys any more, except for themselves.</summary>
    private RowContext Masked()
        => _active is null || _architecture.LoopKv == LoopKv.SharedFirst ? _context : _context.Hiding(_active.logical_not());

    // ran: 1 for tokens that take this loop; [batch, rows], or [batch, chosen] where a capacity has chosen.
    private void Count(Tensor ran)
    {
        var loops = ran.sum();
        Loops = Loops is null ? loops : Loops + loops;
        TokenLoops = _rows is not null ? null : TokenLoops is null ? ran : TokenLoops + ran;
    }

    private static Tensor Wide(Tensor rows, Tensor hidden) => rows.unsqueeze(-1).expand(-1, -1, hidden.shape[2]);
}
