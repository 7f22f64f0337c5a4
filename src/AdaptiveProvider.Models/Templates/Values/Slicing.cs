using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's indexes and slices of strings, lists and tuples.</summary>
internal static class Slicing
{
    public static Value? Index(Value target, Value key, RenderBudget budget)
    {
        if (!Number.IsWhole(key))
        {
            return null;
        }

        var index = (long)Number.ToCount(key);
        switch (target)
        {
            case StringValue { Text: var text }:
                budget.Step(1 + (text.Length / 64));
                index += index < 0 ? CodePoints.Count(text) : 0;
                var start = index is < 0 or > int.MaxValue ? text.Length : CodePoints.Offset(text, (int)index);
                return start < text.Length
                    ? new StringValue(text.Substring(start, char.IsSurrogatePair(text, start) ? 2 : 1))
                    : null;
            case SequenceValue { IsIndexable: true, Items: var items }:
                index += index < 0 ? items.Count : 0;
                return index >= 0 && index < items.Count ? items[(int)index] : null;
            default:
                return null;
        }
    }

    public static Value Slice(Value target, Value? start, Value? stop, Value? step, RenderBudget budget)
    {
        switch (target)
        {
            case StringValue { Text: var text }:
                return SliceText(text, start, stop, step, budget);
            case SequenceValue { IsIndexable: true } sequence:
                var (first, count, stride) = Resolve(sequence.Items.Count, start, stop, step);
                budget.Elements(count);
                var items = new Value[count];
                for (var i = 0; i < count; i++)
                {
                    items[i] = sequence.Items[first + (i * stride)];
                }

                return sequence is RangeValue range ? range.Part(items, first, stride) : new SequenceValue(items, sequence.Kind);
            case UndefinedValue undefined:
                throw undefined.Fault();
            default:
                throw new TemplateFault($"'{target.TypeName}' object is not subscriptable");
        }
    }

    private static StringValue SliceText(string text, Value? start, Value? stop, Value? step, RenderBudget budget)
    {
        budget.Step(1 + (text.Length / 64));
        var length = CodePoints.Count(text);
        var (first, count, stride) = Resolve(length, start, stop, step);
        if (stride == 1)
        {
            var from = CodePoints.Offset(text, first);
            var to = length == text.Length ? first + count : from + CodePoints.Offset(text[from..], count);
            return new StringValue(budget.Made(text[from..to]));
        }

        var points = CodePoints.Split(text, budget);
        var picked = Enumerable.Range(0, count).Select(i => ((StringValue)points[first + (i * stride)]).Text);
        return new StringValue(budget.Made(string.Concat(picked)));
    }

    // As Python's slice.indices: every bound is cut to the sequence, so no product below overflows.
    private static (int First, int Count, int Stride) Resolve(int length, Value? start, Value? stop, Value? step)
    {
        var stride = Bound(step) ?? 1;
        if (stride == 0)
        {
            throw new TemplateFault("slice step cannot be zero");
        }

        var (low, high) = stride > 0 ? (0, length) : (-1, length - 1);
        var first = Cut(Bound(start), stride > 0 ? low : high);
        var end = Cut(Bound(stop), stride > 0 ? high : low);
        var span = stride > 0 ? (long)end - first : (long)first - end;
        var count = span <= 0 ? 0 : (int)(((span - 1) / Math.Abs((long)stride)) + 1);
        return count <= 1 ? (Math.Max(first, 0), count, 1) : (first, count, stride);

        int Cut(int? bound, int absent)
            => bound is not { } at ? absent : (int)Math.Clamp(at < 0 ? (long)at + length : at, low, high);
    }

    private static int? Bound(Value? value) => value switch
    {
        null or NoneValue => null,
        _ when Number.IsWhole(value) => Number.ToCount(value),
        _ => throw new TemplateFault("slice indices must be integers or None"),
    };
}
