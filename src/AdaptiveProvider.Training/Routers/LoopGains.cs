using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Routers;

/// <summary>What more loops gained on real text: for each later loop, the states before it and the loss that it saved.</summary>
internal sealed class LoopGains
{
    private readonly List<Tensor>[] _states, _gains;

    private LoopGains(int loops)
        => (_states, _gains) = ([.. Enumerable.Range(0, loops).Select(_ => new List<Tensor>())], [.. Enumerable.Range(0, loops).Select(_ => new List<Tensor>())]);

    /// <summary>Runs a model at full depth with an exit after each loop.</summary>
    /// <param name="parameters">The model; it has loops.</param>
    /// <param name="batches">What to run on.</param>
    /// <param name="tokensMax">Enough tokens.</param>
    public static LoopGains Measure(ModelParameters parameters, IEnumerable<PackedBatch> batches, int tokensMax)
    {
        using var _ = no_grad();
        int[] ends = [.. Enumerable.Range(0, parameters.Segments.All.Length).Where(index => parameters.Segments.All[index].Loop is not null).SkipLast(1)];
        var gains = new LoopGains(ends.Length);
        var decoder = new RecursiveDecoder(parameters);
        long tokens = 0;
        foreach (var batch in batches.TakeWhile(_ => tokens < tokensMax))
        {
            using var scope = NewDisposeScope();
            var weights = new WeightView(parameters, ScalarType.Float32);
            var result = decoder.Run(weights, ModelInput.Of(batch, parameters.Device), new Routing.Full(), new ForwardRequest(ends, ends, null));
            long[] places = [.. Enumerable.Range(0, batch.Targets.Length).Where(place => batch.Targets[place] >= 0).Select(place => (long)place)];
            using var index = tensor(places).to(parameters.Device);
            using var targets = tensor([.. places.Select(place => (long)batch.Targets[place])]).to(parameters.Device);
            Tensor[] losses = [.. ends.Select(end => result.Exits[end]).Append(result.Final).Select(state => Losses(decoder, weights, Rows(state, index), targets))];
            for (int loop = 0; loop < ends.Length; loop++)
            {
                gains._gains[loop].Add((losses[loop] - losses[loop + 1]).to(ScalarType.Float64).cpu().DetachFromDisposeScope()); // [targets]
                gains._states[loop].Add(Rows(result.States[ends[loop]], index).to(ScalarType.Float64).cpu().DetachFromDisposeScope());
            }

            tokens += places.Length;
        }

        return gains;
    }

    /// <summary>The samples of the decision before a loop.</summary>
    /// <param name="loop">The loop, from 1.</param>
    /// <returns>[tokens, hidden] and [tokens], double precision</returns>
    public (Tensor States, Tensor Gains) Of(int loop) => (cat(_states[loop - 1], 0), cat(_gains[loop - 1], 0));

    private static Tensor Rows(Tensor state, Tensor index) => state.view(-1, state.shape[^1]).index_select(0, index);

    private static Tensor Losses(RecursiveDecoder decoder, WeightView weights, Tensor states, Tensor targets)
    {
        const int Chunk = 1024;
        var losses = new List<Tensor>();
        for (long first = 0; first < states.shape[0]; first += Chunk)
        {
            using var scope = NewDisposeScope();
            long count = Math.Min(Chunk, states.shape[0] - first);
            var logs = decoder.Logits(weights, states.narrow(0, first, count)).log_softmax(1); // [chunk, vocabulary]
            losses.Add(logs.gather(1, targets.narrow(0, first, count).unsqueeze(1)).squeeze(1).neg().MoveToOuterDisposeScope());
        }

        return cat(losses, 0);
    }
}
