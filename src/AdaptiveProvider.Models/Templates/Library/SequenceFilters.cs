using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>Filters on whole sequences: order, size, grouping, joining.</summary>
internal static class SequenceFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("length", "", call => new IntegerValue(Iteration.Length(call.Target, call.Budget))),
        new("count", "", call => new IntegerValue(Iteration.Length(call.Target, call.Budget))),
        new("list", "", call => new SequenceValue([.. call.TargetItems])),
        new("first", "", First),
        new("last", "", Last),
        new("reverse", "", Reverse),
        new("join", "d? attribute?", Join),
        new("items", "", Items),
        new("sort", "reverse? case_sensitive? attribute?", Sort),
        new("dictsort", "case_sensitive? by? reverse?", SortDictionary),
        new("groupby", "attribute default? case_sensitive?", GroupBy),
        new("unique", "case_sensitive? attribute?", Unique),
        new("batch", "linecount fill_with?", Batch),
        new("slice", "slices fill_with?", Slice),
        new("sum", "attribute? start?", Sum),
        new("min", "case_sensitive? attribute?", call => Extreme(call, sign: -1)),
        new("max", "case_sensitive? attribute?", call => Extreme(call, sign: 1)),
    ];

    private static Value First(Call call)
    {
        var first = call.Target is IteratorValue iterator ? iterator.TakeNext() : call.TargetItems is [var item, ..] ? item : null;
        return first ?? new UndefinedValue("No first item, sequence was empty.");
    }

    private static Value Last(Call call)
    {
        if (call.Target is IteratorValue)
        {
            throw new TemplateFault("'generator' object is not reversible");
        }

        return call.TargetItems is [.., var item] ? item : new UndefinedValue("No last item, sequence was empty.");
    }

    private static Value Reverse(Call call)
    {
        var items = call.TargetItems;
        call.Budget.Elements(items.Count);
        var reversed = items.Reverse().ToList();
        return call.Target switch
        {
            StringValue => call.Result(string.Concat(reversed.Select(point => ((StringValue)point).Text))),
            IteratorValue => new SequenceValue(reversed),
            _ => new IteratorValue(reversed),
        };
    }

    private static StringValue Join(Call call)
    {
        var separator = call[0] is { } given ? PythonText.Of(given, call.Budget) : "";
        var key = SortKey.Attribute(call.Given(1), null, call.Budget);
        var parts = call.TargetItems.Select(item => PythonText.Of(key(item), call.Budget)).ToList();
        call.Budget.Reserve(parts.Sum(part => (long)part.Length + separator.Length));
        return new StringValue(string.Join(separator, parts));
    }

    private static IteratorValue Items(Call call) => call.Target switch
    {
        UndefinedValue => new IteratorValue([]),
        DictionaryValue => new IteratorValue(CollectionMethods.View(call, SequenceKind.ItemView).Items),
        _ => throw new TemplateFault("Can only get item pairs from a mapping."),
    };

    private static SequenceValue Sort(Call call)
    {
        var items = call.TargetItems;
        var keys = SortKey.AttributeList(call.Given(2), isCaseSensitive: call.Flag(1), call.Budget);
        return new SequenceValue([.. SortKey.Sort(items, item => SequenceValue.Tuple(keys(item)), call.Flag(0), call.Budget)]);
    }

    private static SequenceValue SortDictionary(Call call)
    {
        var by = call.Text(1, "key");
        if (call.Target is not DictionaryValue)
        {
            throw new TemplateFault($"dictsort needs a dict, not {call.Target.TypeName}");
        }

        if (by is not ("key" or "value"))
        {
            throw new TemplateFault("You can only sort by either \"key\" or \"value\"");
        }

        var pairs = CollectionMethods.View(call, SequenceKind.ItemView).Items;
        return new SequenceValue([.. SortKey.Sort(pairs, Key, call.Flag(2), call.Budget)]);

        Value Key(Value pair)
        {
            var key = ((SequenceValue)pair).Items[by == "key" ? 0 : 1];
            return call.Flag(0) ? key : SortKey.IgnoreCase(key, call.Budget);
        }
    }

    private static SequenceValue GroupBy(Call call)
    {
        var key = SortKey.Attribute(call[0], call.Given(1), call.Budget);
        var folded = call.Flag(2) ? key : item => SortKey.IgnoreCase(key(item), call.Budget);
        var groups = new List<Value>();
        List<Value>? members = null;
        Value? current = null;
        foreach (var item in SortKey.Sort(call.TargetItems, folded, isReversed: false, call.Budget))
        {
            var next = folded(item);
            if (current is null || !Comparison.AreEqual(current, next, call.Budget))
            {
                members = [];
                groups.Add(new GroupValue(key(item), new SequenceValue(members)));
            }

            current = next;
            members!.Add(item);
        }

        return new SequenceValue(groups);
    }

    private static IteratorValue Unique(Call call)
    {
        var key = SortKey.Attribute(call.Given(1), null, call.Budget);
        var seen = new HashSet<Value>(KeyComparer.Instance);
        return new IteratorValue([.. call.TargetItems.Where(item => IsNew(call.Flag(0) ? key(item) : SortKey.IgnoreCase(key(item), call.Budget)))]);

        bool IsNew(Value value)
        {
            call.Budget.Key(value);
            return seen.Add(value);
        }
    }

    private static IteratorValue Batch(Call call)
    {
        var size = call.Count(0, 0);
        if (size < 1)
        {
            throw new TemplateFault($"batch needs a size of at least 1, not {size}");
        }

        var batches = new List<Value>();
        foreach (var chunk in call.TargetItems.Chunk(size))
        {
            var missing = call.Given(1) is null ? 0 : size - chunk.Length;
            call.Budget.Elements(missing);
            batches.Add(new SequenceValue([.. chunk, .. Enumerable.Repeat(call[1]!, missing)]));
        }

        return new IteratorValue(batches);
    }

    private static IteratorValue Slice(Call call)
    {
        var (items, count) = (call.TargetItems, call.Count(0, 0));
        if (count < 1)
        {
            throw new TemplateFault($"slice needs at least 1 slice, not {count}");
        }

        call.Budget.Elements(count);
        var slices = new List<Value>();
        var (size, larger, start) = (items.Count / count, items.Count % count, 0);
        for (var i = 0; i < count; i++)
        {
            var end = start + size + (i < larger ? 1 : 0);
            var slice = items.Skip(start).Take(end - start).ToList();
            if (call.Given(1) is { } filler && i >= larger)
            {
                slice.Add(filler);
            }

            slices.Add(new SequenceValue(slice));
            start = end;
        }

        return new IteratorValue(slices);
    }

    private static Value Sum(Call call)
    {
        var key = SortKey.Attribute(call.Given(0), null, call.Budget);
        var total = call[1] ?? new IntegerValue(0);
        if (total is StringValue)
        {
            throw new TemplateFault("sum() can't sum strings [use ''.join(seq) instead]");
        }

        foreach (var item in call.TargetItems)
        {
            total = Arithmetic.Apply("+", total, key(item), call.Budget);
        }

        return total;
    }

    private static Value Extreme(Call call, int sign)
    {
        var keys = SortKey.Attribute(call.Given(1), null, call.Budget);
        Value? best = null, bestKey = null;
        foreach (var item in call.TargetItems)
        {
            var key = call.Flag(0) ? keys(item) : SortKey.IgnoreCase(keys(item), call.Budget);
            if (bestKey is null || Comparison.Order(key, bestKey, sign < 0 ? "<" : ">", call.Budget) * sign > 0)
            {
                (best, bestKey) = (item, key);
            }
        }

        return best ?? new UndefinedValue("No aggregated item, sequence was empty.");
    }
}
