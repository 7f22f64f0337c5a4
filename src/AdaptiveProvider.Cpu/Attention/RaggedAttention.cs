using AdaptiveProvider.Cpu.Execution;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.KeyValues;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Memory;

namespace AdaptiveProvider.Cpu.Attention;

/// <summary>Grouped-query attention of rows from many requests, each with its own position and cache.</summary>
internal sealed unsafe class RaggedAttention : IDisposable
{
    // Queries that share one pass over a block of keys: enough to pay for reading the block, few enough for the first-level cache.
    private const int TileQueries = 32;

    private readonly AttentionKernel _kernel;
    private readonly VectorMath _math;
    private readonly AttentionShape _shape;
    private readonly KvStore _store;
    private readonly RotaryTable _rotary;
    private readonly AlignedMemory _memory;
    private readonly AttentionScratch[] _scratch;

    /// <summary>Prepares scratch for every worker.</summary>
    public RaggedAttention(KernelSet kernels, AttentionShape shape, KvStore store, RotaryTable rotary, int workers)
    {
        (_kernel, _math, _shape, _store, _rotary) = (AttentionKernels.Create(kernels.Tier), kernels.Math, shape, store, rotary);
        TaskRows = Math.Max(1, TileQueries / shape.GroupSize);
        int queries = KvShape.RoundUp(TaskRows * shape.GroupSize, AttentionKernel.QueryGroup);
        int valueDim = store.Shape.ValueDim;
        int floats = KvShape.RoundUp(queries * (shape.HeadDim + AttentionKernel.BlockLength + valueDim + 3), AlignedMemory.Alignment);
        _memory = new AlignedMemory((long)floats * workers * sizeof(float));
        _scratch = new AttentionScratch[workers];
        for (int worker = 0; worker < workers; worker++)
        {
            float* scores = (float*)_memory.Data + ((long)worker * floats);
            float* sums = scores + (queries * AttentionKernel.BlockLength);
            float* rotated = sums + (queries * valueDim);
            float* maxima = rotated + (queries * shape.HeadDim);
            _scratch[worker] = new AttentionScratch
            {
                Scores = scores,
                Sums = sums,
                Queries = rotated,
                Maxima = maxima,
                Totals = maxima + queries,
                Corrections = maxima + (2 * queries),
            };
        }
    }

    /// <summary>Rows that one task takes at most.</summary>
    public int TaskRows { get; }

    /// <summary>Bytes of scratch.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>Norms and rotates one row's key for one head and writes key and value to the cache.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="plane">The cache's plane.</param>
    /// <param name="slot">The row's slot.</param>
    /// <param name="place">Where the row sits.</param>
    /// <param name="kvHead">The key/value head.</param>
    /// <param name="projections">The row's [queries, keys, values]; its key is changed.</param>
    public void WriteKeyValue(PackedLayer layer, int plane, int slot, RowPlace place, int kvHead, float* projections)
    {
        float* key = projections + ((_shape.HeadCount + kvHead) * _shape.HeadDim);
        float* value = key + (_shape.KvHeadCount * _shape.HeadDim);
        NormAndRotate(layer, layer.KeyNorm, place.Position, key, key);
        _store.Write(plane, slot, kvHead, place.CacheRow, key, value);
    }

    /// <summary>Asks for the first block that a task will read, so that it is near when the task runs.</summary>
    public void Prefetch(PackedLayer layer, int plane, in PassRun run, in AttentionTask task, ReadOnlySpan<RowPlace> places)
        => _store.Prefetch(plane, run.Slot, task.KvHead, Math.Max(0, places[run.FirstRow + task.FirstRow].CacheRow - layer.Window + 1));

    /// <summary>Attends the rows of a task, whose keys and values are in the cache already.</summary>
    /// <param name="worker">The calling worker, whose scratch is used.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="plane">The cache's plane.</param>
    /// <param name="run">The item's rows.</param>
    /// <param name="task">Which of them, and which head.</param>
    /// <param name="places">[pass rows]</param>
    /// <param name="projections">[pass rows, queries + keys + values]</param>
    /// <param name="output">[pass rows, heads * head dim]</param>
    public void Attend(int worker, PackedLayer layer, int plane, in PassRun run, in AttentionTask task, ReadOnlySpan<RowPlace> places, float* projections, float* output)
    {
        ref readonly var scratch = ref _scratch[worker];
        int queryCount = task.RowCount * _shape.GroupSize;
        int paddedCount = KvShape.RoundUp(queryCount, AttentionKernel.QueryGroup);
        places = places.Slice(run.FirstRow + task.FirstRow, task.RowCount);
        int last = places[^1].CacheRow;
        projections += (long)(run.FirstRow + task.FirstRow) * _shape.ProjectionDim;
        output += (long)(run.FirstRow + task.FirstRow) * _shape.HeadCount * _shape.HeadDim;
        LoadQueries(scratch, layer, task, places, projections, paddedCount);
        int start = Math.Max(0, places[0].CacheRow - layer.Window + 1) / AttentionKernel.BlockLength * AttentionKernel.BlockLength;
        for (int block = start; block <= last; block += AttentionKernel.BlockLength)
        {
            AttendBlock(scratch, plane, run.Slot, layer.Window, task, places, block, paddedCount);
        }

        StoreOutputs(scratch, task, output);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    // [rows * group, head dim], row by row; scaled here once instead of every score.
    private void LoadQueries(in AttentionScratch scratch, PackedLayer layer, in AttentionTask task, ReadOnlySpan<RowPlace> places, float* projections, int paddedCount)
    {
        int headDim = _shape.HeadDim, queryCount = task.RowCount * _shape.GroupSize;
        for (int query = 0; query < queryCount; query++)
        {
            int row = query / _shape.GroupSize, head = (task.KvHead * _shape.GroupSize) + (query % _shape.GroupSize);
            float* source = projections + ((long)row * _shape.ProjectionDim) + (head * headDim);
            NormAndRotate(layer, layer.QueryNorm, places[row].Position, source, scratch.Queries + (query * headDim));
            _math.Scale(_shape.Scale, scratch.Queries + (query * headDim), headDim);
        }

        new Span<float>(scratch.Queries + (queryCount * headDim), (paddedCount - queryCount) * headDim).Clear();
        new Span<float>(scratch.Maxima, paddedCount).Fill(float.NegativeInfinity);
        new Span<float>(scratch.Totals, paddedCount).Clear();
        new Span<float>(scratch.Corrections, paddedCount).Clear();
        new Span<float>(scratch.Sums, paddedCount * _store.Shape.ValueDim).Clear();
    }

    private void AttendBlock(
        in AttentionScratch scratch, int plane, int slot, int window, in AttentionTask task, ReadOnlySpan<RowPlace> places, int block, int paddedCount)
    {
        var shape = _store.Shape;
        int count = Math.Min(AttentionKernel.BlockLength, places[^1].CacheRow + 1 - block);
        void* keys = _store.Keys(plane, slot, task.KvHead, block), values = _store.Values(plane, slot, task.KvHead, block);
        var type = shape.ElementType;
        _kernel.Score(scratch, paddedCount, shape.HeadDim, keys, type, count);
        for (int query = 0; query < task.RowCount * _shape.GroupSize; query++)
        {
            int cacheRow = places[query / _shape.GroupSize].CacheRow;
            int first = Math.Max(0, cacheRow - window + 1 - block), end = Math.Min(count, cacheRow + 1 - block);
            _kernel.Exponentiate(scratch, query, first, end, count);
        }

        _kernel.Accumulate(scratch, paddedCount, shape.ValueDim, values, type, count);
    }

    private void StoreOutputs(in AttentionScratch scratch, in AttentionTask task, float* output)
    {
        for (int query = 0; query < task.RowCount * _shape.GroupSize; query++)
        {
            int row = query / _shape.GroupSize, head = (task.KvHead * _shape.GroupSize) + (query % _shape.GroupSize);
            float* target = output + ((long)row * _shape.HeadCount * _shape.HeadDim) + (head * _shape.HeadDim);
            float* sums = scratch.Sums + (query * _store.Shape.ValueDim);
            _math.Scale(1f / scratch.Totals[query], sums, _shape.HeadDim);
            Buffer.MemoryCopy(sums, target, _shape.HeadDim * sizeof(float), _shape.HeadDim * sizeof(float));
        }
    }

    private void NormAndRotate(PackedLayer layer, float* gain, int position, float* source, float* destination)
    {
        if (gain is not null)
        {
            _math.RmsNorm(source, gain, _shape.NormEpsilon, _shape.HeadDim, destination);
            source = destination;
        }

        if (source != destination)
        {
            Buffer.MemoryCopy(source, destination, _shape.HeadDim * sizeof(float), _shape.HeadDim * sizeof(float));
        }

        if (layer.UsesRotary)
        {
            _math.RotateHalves(destination, _rotary.Cosines(position), _rotary.Sines(position), _shape.HeadDim / 2);
        }
    }
}
