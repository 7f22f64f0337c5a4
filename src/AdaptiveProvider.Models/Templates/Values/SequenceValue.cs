using System.Numerics;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Which Python type a <see cref="SequenceValue"/> behaves and prints as.</summary>
internal enum SequenceKind
{
    List,
    Tuple,
    KeyView,
    ValueView,
    ItemView,
}

/// <summary>A finite run of values that can be read again and again: a list, a tuple or a view of a dictionary.</summary>
internal class SequenceValue(IReadOnlyList<Value> items, SequenceKind kind = SequenceKind.List) : Value
{
    public IReadOnlyList<Value> Items { get; } = items;

    public SequenceKind Kind { get; } = kind;

    public override string TypeName => Kind switch
    {
        SequenceKind.List => "list",
        SequenceKind.Tuple => "tuple",
        SequenceKind.KeyView => "dict_keys",
        SequenceKind.ValueView => "dict_values",
        _ => "dict_items",
    };

    public override bool IsTrue => Items.Count > 0;

    /// <summary>True for the kinds that Python lets be indexed and sliced.</summary>
    public bool IsIndexable => Kind is SequenceKind.List or SequenceKind.Tuple;

    public static SequenceValue Tuple(params Value[] items) => new(items, SequenceKind.Tuple);
}

/// <summary>A <c>range</c>: a tuple of integers that prints as the call that made it.</summary>
internal sealed class RangeValue(IReadOnlyList<Value> items, BigInteger start, BigInteger stop, BigInteger step)
    : SequenceValue(items, SequenceKind.Tuple)
{
    public override string TypeName => "range";

    /// <summary>A part of the range, which is a range again.</summary>
    public RangeValue Part(Value[] items, int first, int stride)
    {
        var (from, by) = (start + (first * step), step * stride);
        return new RangeValue(items, from, from + (items.Length * by), by);
    }

    public string Display => step.IsOne ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})";
}

/// <summary>One group of <c>groupby</c>: a pair with the names <c>grouper</c> and <c>list</c>.</summary>
internal sealed class GroupValue(Value grouper, Value list) : SequenceValue([grouper, list], SequenceKind.Tuple);

/// <summary>Values that are handed out once, as a Python generator does; it has no length and no elements by index.</summary>
internal sealed class IteratorValue(IReadOnlyList<Value> items) : Value
{
    private int _next;

    public override string TypeName => "generator";

    public IReadOnlyList<Value> TakeRest()
    {
        var rest = _next == 0 ? items : [.. items.Skip(_next)];
        _next = items.Count;
        return rest;
    }

    public Value? TakeNext() => _next < items.Count ? items[_next++] : null;
}
