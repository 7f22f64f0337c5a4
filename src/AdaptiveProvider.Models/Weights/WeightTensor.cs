using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Weights;

/// <summary>A named, read-only tensor in row-major order, over a mapped file or over memory of its own.</summary>
/// <remarks>
/// Reading is safe from several threads. Reading after the model folder is disposed throws <see cref="ObjectDisposedException"/>;
/// a span taken before must not be used after, nor when the tensor is no longer reachable. Rows need not be aligned to their element type.
/// </remarks>
public sealed unsafe class WeightTensor
{
    private readonly WeightMemory _memory;
    private readonly byte* _data;
    private readonly int _rowBytes;
    private readonly int _pairedRows; // rows of a head whose turning pairs are neighbours and are read as halves; 0 reads rows in order

    /// <summary>Wraps memory; the caller has checked that a row is smaller than 2 GiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape reaches outside the memory.</exception>
    internal WeightTensor(string name, WeightType type, ImmutableArray<int> shape, WeightMemory memory, byte* data, int pairedRows = 0)
    {
        (Name, Type, Shape, _memory, _pairedRows) = (name, type, shape, memory, pairedRows);
        _data = data;
        ElementCount = shape.Aggregate(1L, (product, size) => product * size);
        RowLength = (int)(ElementCount / Math.Max(1, RowCount));
        _rowBytes = RowLength * ElementSize;
        long offset = data - memory.Data;
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ByteCount, memory.Length - offset);
    }

    /// <summary>The tensor's name in the file.</summary>
    public string Name { get; }

    /// <summary>The stored element type.</summary>
    public WeightType Type { get; }

    /// <summary>Sizes, outermost first; linear weights are [outputs, inputs].</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Elements.</summary>
    public long ElementCount { get; }

    /// <summary>Size of the first dimension; a scalar has one row.</summary>
    public int RowCount => Shape.IsEmpty ? 1 : Shape[0];

    /// <summary>Elements of one index of the first dimension: 1 for a vector.</summary>
    public int RowLength { get; }

    /// <summary>Bytes per element.</summary>
    public int ElementSize => Type.Size();

    /// <summary>Stored bytes.</summary>
    public long ByteCount => ElementCount * ElementSize;

    /// <summary>A tensor in its own memory, rounded to the nearest value of the type (ties to even).</summary>
    /// <param name="name">The name it would have in a file.</param>
    /// <param name="shape">Sizes, outermost first; their product is the number of values.</param>
    /// <param name="values">[elements], row-major.</param>
    /// <param name="type">The element type to store.</param>
    /// <exception cref="ArgumentException">The shape does not hold the values.</exception>
    public static WeightTensor FromValues(string name, ImmutableArray<int> shape, ReadOnlySpan<float> values, WeightType type = WeightType.F32)
    {
        if (shape.Any(size => size < 0) || shape.Aggregate(1d, (product, size) => product * size) != values.Length)
        {
            throw new ArgumentException($"The shape [{string.Join(", ", shape)}] does not hold {values.Length} values.", nameof(shape));
        }

        var memory = new AllocatedMemory((long)values.Length * type.Size());
        var tensor = new WeightTensor(name, type, shape, memory, memory.Data);
        for (int row = 0; row < tensor.RowCount; row++)
        {
            WeightConversion.Narrow(
                values.Slice(row * tensor.RowLength, tensor.RowLength), type, new Span<byte>(memory.Data + ((long)row * tensor._rowBytes), tensor._rowBytes));
        }

        return tensor;
    }

    /// <summary>A single-precision tensor in its own memory, filled row by row.</summary>
    internal static WeightTensor FromRows(string name, ImmutableArray<int> shape, Action<int, Span<float>> fill)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        var memory = new AllocatedMemory(count * sizeof(float));
        var tensor = new WeightTensor(name, WeightType.F32, shape, memory, memory.Data);
        for (int row = 0; row < tensor.RowCount; row++)
        {
            fill(row, new Span<float>(memory.Data + ((long)row * tensor._rowBytes), tensor.RowLength));
        }

        return tensor;
    }

    /// <summary>The raw bytes of one index of the first dimension (the whole tensor is row 0 of a scalar).</summary>
    public ReadOnlySpan<byte> RowBytes(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        ObjectDisposedException.ThrowIf(_memory.IsReleased, this);
        return new ReadOnlySpan<byte>(_data + ((long)StoredRow(row) * _rowBytes), _rowBytes);
    }

    /// <summary>True when another tensor has the same type, shape and bytes.</summary>
    internal bool HasSameBytes(WeightTensor other)
    {
        if (Type != other.Type || !Shape.AsSpan().SequenceEqual(other.Shape.AsSpan()))
        {
            return false;
        }

        bool same = true;
        for (int row = 0; same && row < RowCount; row++)
        {
            same = RowBytes(row).SequenceEqual(other.RowBytes(row));
        }

        GC.KeepAlive(this);
        GC.KeepAlive(other);
        return same;
    }

    /// <summary>A view of consecutive indices of the first dimension, for example one of several fused projections.</summary>
    public WeightTensor Rows(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, RowCount - first);
        return _pairedRows == 0
            ? new WeightTensor($"{Name}[{first}..{first + count}]", Type, Shape.SetItem(0, count), _memory, _data + ((long)first * _rowBytes))
            : throw new InvalidOperationException("Rows in another order are no consecutive part of the tensor.");
    }

    /// <summary>A view of the same elements with other sizes.</summary>
    /// <exception cref="ArgumentException">The shape does not hold the elements, or rows are in another order.</exception>
    internal WeightTensor Reshaped(params ImmutableArray<int> shape)
        => shape.Aggregate(1L, (product, size) => product * size) == ElementCount && _pairedRows == 0
            ? new WeightTensor(Name, Type, shape, _memory, _data)
            : throw new ArgumentException($"The shape [{string.Join(", ", shape)}] does not hold {ElementCount} values.", nameof(shape));

    /// <summary>
    /// A view of a query or key projection stored for rotary encoding of neighbouring dimensions, in the order in which dimension i turns with
    /// dimension i + head dim / 2: rows 0, 2, 4 … of each head, then 1, 3, 5 ….
    /// </summary>
    /// <param name="headDim">Rows of a head; even, and divides the rows.</param>
    internal WeightTensor PairsAsHalves(int headDim)
        => headDim % 2 == 0 && RowCount % headDim == 0 && _pairedRows == 0
            ? new WeightTensor(Name, Type, Shape, _memory, _data, headDim)
            : throw new ArgumentException($"{RowCount} rows are no heads of {headDim}.", nameof(headDim));

    /// <summary>The same memory under another name, for writing it to a file.</summary>
    public WeightTensor Renamed(string name) => new(name, Type, Shape, _memory, _data, _pairedRows);

    /// <summary>Widens one index of the first dimension to single precision.</summary>
    /// <param name="row">Index of the first dimension.</param>
    /// <param name="destination">At least [row length].</param>
    public void CopyRowTo(int row, Span<float> destination)
    {
        WeightConversion.Widen(RowBytes(row), Type, destination);
        GC.KeepAlive(this);
    }

    /// <summary>Widens the whole tensor to single precision.</summary>
    /// <param name="destination">At least [elements].</param>
    public void CopyTo(Span<float> destination)
    {
        for (int row = 0; row < RowCount; row++)
        {
            CopyRowTo(row, destination.Slice(row * RowLength, RowLength));
        }
    }

    private int StoredRow(int row)
    {
        if (_pairedRows == 0)
        {
            return row;
        }

        int inHead = row % _pairedRows, half = _pairedRows / 2;
        return row - inHead + (2 * (inHead % half)) + (inHead / half);
    }
}
