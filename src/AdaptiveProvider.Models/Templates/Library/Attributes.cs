using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>
/// Jinja's <c>a.b</c> and <c>a[b]</c>: the dot tries attributes first, the brackets elements. Attributes are only those
/// listed here and in the method tables; methods that change their object are withheld, as in the sandbox of chat templates.
/// </summary>
internal static class Attributes
{
    private static readonly HashSet<string> ListMutators =
        new(["append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"], StringComparer.Ordinal);

    private static readonly HashSet<string> DictionaryMutators =
        new(["clear", "pop", "popitem", "setdefault", "update"], StringComparer.Ordinal);

    public static Value Attribute(Value target, string name)
    {
        if (target is UndefinedValue undefined)
        {
            throw undefined.Fault();
        }

        return Find(target, name)
            ?? (target is DictionaryValue dictionary ? dictionary.Entries.GetValueOrDefault(new StringValue(name)) : null)
            ?? UndefinedValue.Attribute(target, name);
    }

    /// <summary>The attribute, never an element (<c>attr</c> filter).</summary>
    public static Value AttributeOnly(Value target, string name)
        => Find(target, name) ?? (target is UndefinedValue undefined ? throw undefined.Fault() : UndefinedValue.Attribute(target, name));

    public static Value Element(Value target, Value key, RenderBudget budget)
    {
        budget.Key(key);
        switch (target)
        {
            case UndefinedValue undefined:
                throw undefined.Fault();
            case DictionaryValue dictionary when IsHashable(key) && dictionary.Entries.TryGetValue(key, out var value):
                return value;
        }

        return Slicing.Index(target, key, budget)
            ?? (key is StringValue name ? Find(target, name.Text) ?? UndefinedValue.Attribute(target, name.Text) : null)
            ?? UndefinedValue.Element(target, PythonText.Repr(key, budget));
    }

    private static Value? Find(Value target, string name)
    {
        switch (target)
        {
            case ObjectValue item:
                return item.GetAttribute(name);
            case NamespaceValue space:
                return space.Attributes.GetValueOrDefault(name);
            case GroupValue group when name is "grouper" or "list":
                return group.Items[name == "list" ? 1 : 0];
            case SequenceValue { Kind: SequenceKind.List } when ListMutators.Contains(name):
            case DictionaryValue when DictionaryMutators.Contains(name):
                return UndefinedValue.Unsafe(target, name);
        }

        var methods = target switch
        {
            StringValue => StringMethods.Table,
            DictionaryValue => CollectionMethods.Dictionary,
            SequenceValue { Kind: SequenceKind.List } => CollectionMethods.List,
            SequenceValue { IsIndexable: true } => CollectionMethods.Tuple,
            _ => null,
        };
        return methods?.GetValueOrDefault(name) is { } method ? new FunctionValue(method, target) : null;
    }

    private static bool IsHashable(Value key) => key is not (DictionaryValue or SequenceValue { Kind: not SequenceKind.Tuple });
}
