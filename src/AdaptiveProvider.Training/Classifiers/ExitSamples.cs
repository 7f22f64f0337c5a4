using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Classifiers;

/// <summary>What a model's exits say on real text: of every token the state at each exit, whether the exit's token is full depth's, and the margin there.</summary>
internal sealed class ExitSamples
{
    private readonly List<Tensor>[] _states, _labels, _margins; // [exits]

    private ExitSamples(int exits) => (_states, _labels, _margins) = (Lists(exits), Lists(exits), Lists(exits));

    /// <summary>Tokens looked at.</summary>
    public long Count { get; private set; }

    /// <summary>Runs a model at full depth with exits.</summary>
    /// <param name="parameters">The model.</param>
    /// <param name="exits">Segments after which tokens may leave.</param>
    /// <param name="batches">What to run on.</param>
    /// <param name="tokensMax">Enough tokens.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static ExitSamples Collect(
        ModelParameters parameters, IReadOnlyList<int> exits, IEnumerable<PackedBatch> batches, long tokensMax, CancellationToken cancellationToken)
    {
        using var _ = no_grad();
        var samples = new ExitSamples(exits.Count);
        var decoder = new RecursiveDecoder(parameters);
        foreach (var batch in batches.TakeWhile(_ => samples.Count < tokensMax))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            samples.Add(decoder, parameters, exits, batch);
        }

        return samples;
    }

    /// <summary>The samples of one exit.</summary>
    /// <param name="exit">Its place among those asked for.</param>
    /// <returns>[tokens, hidden], [tokens] of 0 and 1, and [tokens]; single precision, on the host.</returns>
    public (Tensor States, Tensor Labels, Tensor Margins) Of(int exit) => (cat(_states[exit], 0), cat(_labels[exit], 0), cat(_margins[exit], 0));

    private static List<Tensor>[] Lists(int exits) => [.. Enumerable.Range(0, exits).Select(_ => new List<Tensor>())];

    private void Add(RecursiveDecoder decoder, ModelParameters parameters, IReadOnlyList<int> exits, PackedBatch batch)
    {
        long[] places = [.. Enumerable.Range(0, batch.Targets.Length).Where(place => batch.Targets[place] >= 0).Select(place => (long)place)];
        if (places.Length == 0)
        {
            return;
        }

        var weights = new WeightView(parameters, ScalarType.Float32);
        var result = decoder.Run(weights, ModelInput.Of(batch, parameters.Device), new Routing.Full(), new ForwardRequest([.. exits], [.. exits], null));
        using var index = tensor(places).to(parameters.Device);
        var full = Verdicts(decoder, weights, Rows(result.Final, index)).Tokens; // [tokens]
        for (int exit = 0; exit < exits.Count; exit++)
        {
            var (tokens, margins) = Verdicts(decoder, weights, Rows(result.Exits[exits[exit]], index));
            var states = DecoderLayer.RmsNorm(Rows(result.States[exits[exit]], index), weights.FinalNorm, parameters.Architecture.NormEpsilon); // as the head would see them
            Keep(_states[exit], states);
            Keep(_labels[exit], tokens.eq(full));
            Keep(_margins[exit], margins);
        }

        Count += places.Length;
    }

    private static void Keep(List<Tensor> list, Tensor values) => list.Add(values.to(ScalarType.Float32).cpu().DetachFromDisposeScope());

    private static Tensor Rows(Tensor state, Tensor index) => state.reshape(-1, state.shape[^1]).index_select(0, index);

    // The likeliest token, and how much likelier it is than the next.
    private static (Tensor Tokens, Tensor Margins) Verdicts(RecursiveDecoder decoder, WeightView weights, Tensor states)
    {
        const int Chunk = 1024;
        List<Tensor> tokens = [], margins = [];
        for (long first = 0; first < states.shape[0]; first += Chunk)
        {
            using var scope = NewDisposeScope();
            var chances = decoder.Logits(weights, states.narrow(0, first, Math.Min(Chunk, states.shape[0] - first))).softmax(1); // [chunk, vocabulary]
            var (values, indexes) = chances.topk(2, 1);
            tokens.Add(indexes.select(1, 0).MoveToOuterDisposeScope());
            margins.Add((values.select(1, 0) - values.select(1, 1)).MoveToOuterDisposeScope());
        }

        return (cat(tokens, 0), cat(margins, 0));
    }
}
