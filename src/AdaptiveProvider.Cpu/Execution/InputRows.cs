using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Threading;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>The inputs of a matrix, prepared by the team.</summary>
/// <remarks>
/// With few rows every worker prepares all of them for itself, which costs less than the barrier after sharing the work; with many, each
/// worker prepares a part.
/// </remarks>
internal sealed unsafe class InputRows : IDisposable
{
    private const int OwnRowsMax = 4;

    // Rows that the kernels interleave: a share that ends inside such a block would have two workers write one cache line.
    private const int RowBlock = 8;

    private readonly WorkerTeam _team;
    private readonly ActivationRows _shared;
    private readonly ActivationRows[] _own;

    /// <summary>Reserves the rows.</summary>
    public InputRows(WorkerTeam team, int rowsMax, int inputs, Precision precision, KernelSet kernels)
    {
        _team = team;
        _shared = new ActivationRows(rowsMax, inputs, precision, kernels);
        _own = new ActivationRows[team.Count];
        for (int worker = 0; worker < _own.Length; worker++)
        {
            _own[worker] = new ActivationRows(Math.Min(OwnRowsMax, rowsMax), inputs, precision, kernels);
        }
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _shared.Bytes + _own.Sum(rows => rows.Bytes);

    /// <summary>Prepares rows as they are.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="source">[rows, inputs]</param>
    /// <param name="rows">Rows.</param>
    /// <param name="index">Which rows of the source, [rows]; empty takes the first.</param>
    public ActivationRows Set(int worker, float* source, int rows, ReadOnlySpan<int> index = default)
    {
        var (target, share) = Prepare(worker, rows);
        for (int row = share.First; row < share.End; row++)
        {
            target.Set(row, rows, source + ((nint)(index.IsEmpty ? row : index[row]) * target.Inputs));
        }

        return Finish(target);
    }

    /// <summary>Prepares the root-mean-square norm of rows.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="source">[rows, inputs]</param>
    /// <param name="rows">Rows.</param>
    /// <param name="gain">[inputs]</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="index">Which rows of the source, [rows]; empty takes the first.</param>
    public ActivationRows SetNormalized(int worker, float* source, int rows, float* gain, float epsilon, ReadOnlySpan<int> index = default)
    {
        var (target, share) = Prepare(worker, rows);
        for (int row = share.First; row < share.End; row++)
        {
            target.SetNormalized(row, rows, source + ((nint)(index.IsEmpty ? row : index[row]) * target.Inputs), gain, epsilon);
        }

        return Finish(target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shared.Dispose();
        foreach (var own in _own)
        {
            own.Dispose();
        }
    }

    private (ActivationRows Target, Share Share) Prepare(int worker, int rows)
        => rows <= OwnRowsMax ? (_own[worker], new Share(0, rows)) : (_shared, Share.Of(worker, _team.Count, rows, RowBlock));

    private ActivationRows Finish(ActivationRows target)
    {
        if (target == _shared)
        {
            _team.Barrier();
        }

        return target;
    }
}
