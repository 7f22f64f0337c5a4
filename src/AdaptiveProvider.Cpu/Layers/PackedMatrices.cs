using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Layers;

/// <summary>Every packed matrix of a model, each once: layers and loops that share weights share their packing.</summary>
internal sealed class PackedMatrices(Precision precision, Activation activation, WorkerTeam team, KernelSet kernels) : IDisposable
{
    private readonly Dictionary<Key, WeightMatrix> _matrices = [];

    /// <summary>All matrices.</summary>
    public IEnumerable<WeightMatrix> All => _matrices.Values;

    /// <summary>The matrix of linear layers with the same input, one after another.</summary>
    public WeightMatrix Stacked(LinearPart first, LinearPart? second = null, LinearPart? third = null)
        => Find(new Key(false, first, second, third), () =>
        {
            LinearPart[] parts = [first, .. new[] { second, third }.OfType<LinearPart>()];
            return WeightMatrix.Pack(precision, WeightRows.Stacked([.. parts.Select(Merge)], [.. parts.Select(part => part.Bias)]), team, kernels);
        });

    /// <summary>The matrix of a gate and its up projection.</summary>
    public WeightMatrix Gated(LinearPart gate, LinearPart up)
        => Find(new Key(true, gate, up, null), () => WeightMatrix.PackGated(precision, WeightRows.GateAndUp(Merge(gate), Merge(up), gate.Bias, up.Bias), activation, team, kernels));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var matrix in _matrices.Values)
        {
            matrix.Dispose();
        }
    }

    // A merged weight lives only until it is packed.
    private static WeightTensor Merge(LinearPart part) => LowRankPair.Add(part.Weight, part.Adapter);

    private WeightMatrix Find(in Key key, Func<WeightMatrix> pack)
    {
        if (!_matrices.TryGetValue(key, out var matrix))
        {
            matrix = pack();
            _matrices.Add(key, matrix);
        }

        return matrix;
    }

    private readonly record struct Key(bool IsGated, LinearPart First, LinearPart? Second, LinearPart? Third);
}
