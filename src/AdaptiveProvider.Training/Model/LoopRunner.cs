using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Model;

/// <summary>The loops of one forward pass: which tokens run, what joins their states, and what the routers lose.</summary>
internal sealed class LoopRunner(ArchitectureConfiguration architecture, DecoderLayer layer, WeightView weights, RowContext context, Routing routing)
{
    private readonly RouterConfiguration? _router = architecture.Router;
    private readonly Dictionary<int, KeysAndValues> _first = []; // by index in the run; only where later loops share them
    private readonly List<Tensor> _counts = [];
    private Tensor? _active; // [batch, rows], true where a token is still looping; null for all
    private Tensor? _rows; // [batch, chosen], ascending: the same set where a capacity fixes its size; null for all
    private TokenChoice? _choice;

    /// <summary>Scalar: the routers' losses so far; null without.</summary>
    public Tensor? Loss { get; private set; }

    /// <summary>[loops]: tokens per loop.</summary>
    public Tensor? Counts => _counts.Count == 0 ? null : stack(_counts);

    /// <summary>[batch, rows]: loops per token.</summary>
    public Tensor? TokenLoops { get; private set; }

    /// <summary>Runs one loop.</summary>
    /// <param name="hidden">[batch, rows, hidden]</param>
    /// <param name="segment">The loop's layers.</param>
    /// <param name="loop">Its number.</param>
    public Tensor Run(Tensor hidden, DepthSegment segment, int loop)
    {
        if (routing is Routing.Fixed limit && loop >= limit.Loops)
        {
            return hidden;
        }

        return _router?.Kind switch
        {
            RouterKind.ExpertChoice => RunExpertChoice(hidden, segment, loop, _router),
            RouterKind.TokenChoice => RunTokenChoice(hidden, segment, loop, _router),
            _ => RunLayers(hidden, segment, loop, context),
        };
    }

    /// <summary>What token choice does after the last loop: the input joins the state, weighted by the chosen depth's probability.</summary>
    public Tensor Finish(Tensor hidden) => _choice?.Finish(hidden) ?? hidden;

    private Tensor RunExpertChoice(Tensor hidden, DepthSegment segment, int loop, RouterConfiguration router)
    {
        if (loop > 0 && routing is Routing.Capacity { Capacities: var capacities } && capacities[loop] < 1)
        {
            return RunChosen(hidden, segment, loop, router, capacities[loop]);
        }

        var scores = RouterScores.Run(weights, ParameterNames.Router(loop, auxiliary: false), hidden); // [batch, rows, 1]
        if (loop > 0 && routing is Routing.Threshold threshold)
        {
            string decider = ParameterNames.Router(loop, router.HasAuxiliaryRouter);
            var decision = router.HasAuxiliaryRouter ? RouterScores.Run(weights, decider, hidden) : scores;
            var goesOn = decision.squeeze(-1).sigmoid() > threshold.Value; // [batch, rows]
            _active = _active is null ? goesOn : _active.logical_and(goesOn);
        }

        Count(hidden);
        var output = RunLayers(hidden, segment, loop, Masked());
        var updated = RouterScores.Update(router, hidden, output, RouterScores.Gate(router, scores));
        return _active is null ? updated : where(_active.unsqueeze(-1), updated, hidden);
    }

    /// <summary>The best tokens of the loop before, gathered: Mixture-of-Recursions' hierarchical filtering.</summary>
    private Tensor RunChosen(Tensor hidden, DepthSegment segment, int loop, RouterConfiguration router, double capacity)
    {
        long rows = hidden.shape[1], count = Math.Max(1, (long)(capacity * rows));
        var candidates = _rows is null ? hidden : hidden.gather(1, Wide(_rows, hidden)); // [batch, candidates, hidden]
        var scores = RouterScores.Run(weights, ParameterNames.Router(loop, auxiliary: false), candidates).squeeze(-1); // [batch, candidates]
        var among = scores.detach().topk((int)count, 1, largest: true, sorted: false).indexes.sort(1).Values; // [batch, count], ascending
        AddLoss(SelectionLoss(scores, among));
        if (router.HasAuxiliaryRouter)
        {
            AddLoss(SelectionLoss(RouterScores.Run(weights, ParameterNames.Router(loop, auxiliary: true), candidates.detach()).squeeze(-1), among));
        }

        _rows = _rows is null ? among : _rows.gather(1, among);
        var index = Wide(_rows, hidden);
        var chosen = hidden.gather(1, index); // [batch, count, hidden]
        Count(chosen);
        var own = architecture.LoopKv == LoopKv.SharedFirst ? context.Queries(_rows) : context.Among(_rows);
        var output = RunLayers(chosen, segment, loop, own);
        var gate = RouterScores.Gate(router, scores.gather(1, among).unsqueeze(-1));
        return hidden.scatter(1, index, RouterScores.Update(router, chosen, output, gate));
    }

    private Tensor RunTokenChoice(Tensor hidden, DepthSegment segment, int loop, RouterConfiguration router)
    {
        _choice ??= new TokenChoice(router, weights, hidden, routing is Routing.Fixed { Loops: var loops } ? loops - 1 : null);
        if (loop == 0)
        {
            AddLoss(_choice.Loss);
            TokenLoops = _choice.Depths.to(ScalarType.Float32) + 1;
        }

        _active = loop == 0 ? null : _choice.Depths.ge(loop);
        Count(hidden);
        var output = RunLayers(hidden, segment, loop, Masked());
        return _active is null ? output : where(_active.unsqueeze(-1), output, hidden);
    }

    private Tensor RunLayers(Tensor hidden, DepthSegment segment, int loop, RowContext rows)
    {
        for (int i = 0; i < segment.Layers.Length; i++)
        {
            bool shares = architecture.LoopKv == LoopKv.SharedFirst;
            (hidden, var own) = layer.Run(hidden, weights.Layer(segment.Layers[i]), rows, shares && loop > 0 ? _first[i] : null);
            if (shares && loop == 0)
            {
                _first[i] = own;
            }
        }

        return hidden;
    }

    /// <summary>Tokens that have stopped are no keys any more, except for themselves, so that no row is without a key.</summary>
    private RowContext Masked()
    {
        if (_active is null || architecture.LoopKv == LoopKv.SharedFirst)
        {
            return context;
        }

        long rows = _active.shape[1];
        var hiddenKeys = _active.logical_not().unsqueeze(1).unsqueeze(1) // [batch, 1, 1, keys]
            .logical_and(eye(rows, dtype: ScalarType.Bool, device: _active.device).logical_not());
        return context with { Mask = context.Mask.masked_fill(hiddenKeys, float.NegativeInfinity) };
    }

    private void Count(Tensor ran)
    {
        var flags = _active?.to(ScalarType.Float32) ?? ones(ran.shape[0], ran.shape[1], device: ran.device);
        _counts.Add(flags.sum());
        if (_router?.Kind == RouterKind.ExpertChoice && _rows is null)
        {
            TokenLoops = TokenLoops is null ? flags : TokenLoops + flags;
        }
    }

    private static Tensor SelectionLoss(Tensor scores, Tensor among)
    {
        using var _ = no_grad();
        var selected = zeros_like(scores).scatter(1, among, ones_like(among, ScalarType.Float32));
        return binary_cross_entropy_with_logits(scores, selected);
    }

    private void AddLoss(Tensor? loss) => Loss = loss is null ? Loss : Loss is null ? loss : Loss + loss;

    private static Tensor Wide(Tensor rows, Tensor hidden) => rows.unsqueeze(-1).expand(-1, -1, hidden.shape[2]);
}
