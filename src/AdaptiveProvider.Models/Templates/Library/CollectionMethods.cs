using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>The methods of dictionaries, lists and tuples that leave their object unchanged.</summary>
internal static class CollectionMethods
{
    public static readonly IReadOnlyDictionary<string, Function> Dictionary = Function.Table(
        new("items", "", call => View(call, SequenceKind.ItemView)),
        new("keys", "", call => View(call, SequenceKind.KeyView)),
        new("values", "", call => View(call, SequenceKind.ValueView)),
        new("get", "key default?", Get),
        new("copy", "", call => call.Target));

    public static readonly IReadOnlyDictionary<string, Function> Tuple = Function.Table(
        new("index", "value", Index),
        new("count", "value", call => Whole(call.TargetItems.Count(item => Comparison.AreEqual(item, call[0]!, call.Budget)))));

    public static readonly IReadOnlyDictionary<string, Function> List = Function.Table(
        [.. Tuple.Values, new("copy", "", call => call.Target)]);

    public static SequenceValue View(Call call, SequenceKind kind)
    {
        var entries = ((DictionaryValue)call.Target).Entries;
        call.Budget.Elements(entries.Count);
        return kind switch
        {
            SequenceKind.KeyView => new SequenceValue(entries.Keys, kind),
            SequenceKind.ValueView => new SequenceValue(entries.Values, kind),
            _ => new SequenceValue([.. entries.Select(entry => SequenceValue.Tuple(entry.Key, entry.Value))], kind),
        };
    }

    private static Value Get(Call call)
    {
        call.Budget.Key(call[0]!);
        return ((DictionaryValue)call.Target).Entries.TryGetValue(call[0]!, out var value) ? value : call[1] ?? NoneValue.Instance;
    }

    private static IntegerValue Index(Call call)
    {
        var items = call.TargetItems;
        for (var i = 0; i < items.Count; i++)
        {
            if (Comparison.AreEqual(items[i], call[0]!, call.Budget))
            {
                return Whole(i);
            }
        }

        throw new TemplateFault($"{PythonText.Repr(call[0]!, call.Budget)} is not in {call.Target.TypeName}");
    }

    private static IntegerValue Whole(int number) => new(number);
}
