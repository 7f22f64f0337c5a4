using AdaptiveProvider.Torch.Layers;
using AdaptiveProvider.Torch.Transfers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>What the layers of one step share on the device: indices, rotations, masks. Lives in the step's scope.</summary>
internal sealed class StepTensors(StepRows rows, StagedNumbers<long> numbers, RotaryTable rotary, torch.jit.CompilationUnit scripts, int groupSize, Tensor like)
{
    private readonly Dictionary<Section, Tensor> _sections = [];
    private readonly Dictionary<Section, Tensor> _ranges = [];
    private readonly Dictionary<(int Row, int RowCount, Section? Gathered), Tensor> _rotations = [];
    private readonly Dictionary<(SpanGroup Group, int FirstRow, Section? Gathered, int Window, int Loop), Tensor> _masks = [];

    /// <summary>Indices of the step.</summary>
    public Tensor Indices(Section section) => Cached(_sections, section, () => numbers[section]);

    /// <summary>Row starts, key starts and key counts of a pass's items in 32 bits, as flash attention takes them.</summary>
    public (Tensor RowStarts, Tensor KeyStarts, Tensor KeyCounts) Ranges(PassRows pass)
    {
        int count = pass.Members.Length;
        var all = Cached(_ranges, pass.Ranges, () => numbers[pass.Ranges].to(ScalarType.Int32));
        return (all.narrow(0, 0, count + 1), all.narrow(0, count + 1, count + 1), all.narrow(0, (2 * count) + 2, count));
    }

    /// <summary>Rotations of a pass's rows, [rows, 1, head dim / 2].</summary>
    public Tensor Rotation(PassRows pass) => Cached(_rotations, (pass.FirstRow, pass.RowCount, pass.Gathered), () => rotary.At(Positions(pass)));

    /// <summary>What a group's rows may see: 0 or negative infinity per key; null when they see all.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="group">Spans of the pass.</param>
    /// <param name="window">Positions that a row sees; null sees all.</param>
    /// <param name="taken">Loops that each position has taken, [slots, positions], where keys of others are not there; null where all are.</param>
    public Tensor? Mask(PassRows pass, in SpanGroup group, int? window, Tensor? taken)
    {
        if (taken is null && group.IsWhole(window))
        {
            return null;
        }

        var chosen = group;
        int seen = window ?? int.MaxValue, loop = pass.LoopOf(group.Row);
        return Cached(_masks, (group, pass.FirstRow, pass.Gathered, seen, taken is null ? -1 : loop), () => scripts.invoke<Tensor>(
            "causal_mask", Positions(pass).narrow(0, chosen.Row, chosen.RowCount), taken?.narrow(0, chosen.Slot, chosen.Spans)!, loop, chosen.Spans, chosen.Span, chosen.Length, groupSize, seen, like));
    }

    /// <summary>Positions of a pass's rows, [rows].</summary>
    public Tensor Positions(PassRows pass) => pass.Gathered is { } gathered
        ? Indices(rows.Positions).index_select(0, Indices(gathered))
        : Indices(rows.Positions).narrow(0, pass.FirstRow, pass.RowCount);

    private static Tensor Cached<TKey>(Dictionary<TKey, Tensor> cache, TKey key, Func<Tensor> make)
        where TKey : notnull
    {
        if (!cache.TryGetValue(key, out var tensor))
        {
            tensor = make();
            cache.Add(key, tensor);
        }

        return tensor;
    }
}
