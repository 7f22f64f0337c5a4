using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>Runs the layer applications of one forward pass, without those that layer dropout takes from a sequence.</summary>
internal sealed class LayerRunner(DecoderLayer layer, WeightView weights, LayerDropout? dropout)
{
    /// <summary>Runs the layers of a segment on rows that see each other alone.</summary>
    public Tensor Run(Tensor hidden, DepthSegment segment, RowContext context)
    {
        for (int i = 0; i < segment.Layers.Length; i++)
        {
            hidden = Run(hidden, segment, i, context);
        }

        return hidden;
    }

    /// <summary>Runs one layer of a segment.</summary>
    public Tensor Run(Tensor hidden, DepthSegment segment, int index, RowContext context)
    {
        if (dropout?.Kept(segment.FirstApplication + index) is not { } kept)
        {
            return Run(hidden, segment, index, context, null).Hidden;
        }

        if (kept.Length == 0)
        {
            return hidden;
        }

        var sequences = tensor(kept, device: hidden.device);
        var (changed, _) = Run(hidden.index_select(0, sequences), segment, index, context.Sequences(sequences), null);
        return hidden.index_copy(0, sequences, changed);
    }

    /// <summary>Runs one layer of a segment for every sequence, and gives the keys and values too.</summary>
    /// <param name="hidden">[batch, rows, hidden]</param>
    /// <param name="segment">The segment.</param>
    /// <param name="index">Which of its layers.</param>
    /// <param name="context">Positions and ranges of the rows.</param>
    /// <param name="shared">Keys and values to read instead of the rows' own; null for their own.</param>
    public (Tensor Hidden, KeysAndValues KeysAndValues) Run(Tensor hidden, DepthSegment segment, int index, RowContext context, KeysAndValues? shared)
        => layer.Run(hidden, weights.Layer(segment.Layers[index]), context, shared);
}
