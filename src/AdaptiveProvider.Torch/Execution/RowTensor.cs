using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>A tensor with an entry for every row of a step, of which each pass reads and writes its own rows'. Lives in the step's scope.</summary>
/// <param name="step">The step.</param>
/// <param name="rowCount">Rows of the step.</param>
/// <param name="value">What it holds at first, [rows, ...]; null where every row is written before it is read.</param>
internal sealed class RowTensor(StepTensors step, int rowCount, Tensor? value = null)
{
    /// <summary>All rows' entries, [rows, ...].</summary>
    public Tensor All => value!;

    /// <summary>The entries of a pass's rows, [pass rows, ...].</summary>
    public Tensor this[PassRows pass]
    {
        get => HasAll(pass) ? value! : pass.Gathered is { } gathered ? value!.index_select(0, step.Indices(gathered)) : value!.narrow(0, pass.FirstRow, pass.RowCount);
        set => Set(pass, value);
    }

    private void Set(PassRows pass, Tensor entries)
    {
        if (HasAll(pass))
        {
            value = entries;
            return;
        }

        long[] shape = [.. entries.shape];
        shape[0] = rowCount;
        value ??= zeros(shape, entries.dtype, entries.device);
        if (pass.Gathered is { } gathered)
        {
            value.index_copy_(0, step.Indices(gathered), entries);
        }
        else
        {
            value.narrow(0, pass.FirstRow, pass.RowCount).copy_(entries);
        }
    }

    private bool HasAll(PassRows pass) => pass.Gathered is null && pass.RowCount == rowCount;
}
