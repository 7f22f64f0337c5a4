using System.Globalization;
using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>What filters compare or read of an element: an attribute path such as <c>a.0.b</c>, upper and lower case alike.</summary>
internal static class SortKey
{
    /// <summary>Reads an attribute path of an element; the element itself when there is none.</summary>
    public static Func<Value, Value> Attribute(Value? path, Value? absent, RenderBudget budget)
    {
        var parts = Parts(path);
        return item =>
        {
            foreach (var part in parts)
            {
                item = Attributes.Element(item, part, budget);
                item = item is UndefinedValue && absent is not null ? absent : item;
            }

            return item;
        };
    }

    /// <summary>Reads several paths, separated by commas.</summary>
    public static Func<Value, Value[]> AttributeList(Value? paths, bool isCaseSensitive, RenderBudget budget)
    {
        var readers = (paths is StringValue text ? text.Text.Split(',').Select(path => (Value)new StringValue(path)) : [paths!])
            .Select(path => Attribute(path, null, budget)).ToList();
        return item => [.. readers.Select(read => isCaseSensitive ? read(item) : IgnoreCase(read(item), budget))];
    }

    public static Value IgnoreCase(Value value, RenderBudget budget)
        => value is StringValue text ? new StringValue(budget.Made(text.Text.ToLowerInvariant())) : value;

    /// <summary>Sorts stably by a key that is read once per element; reversed sorts keep equal elements in order too.</summary>
    public static IEnumerable<Value> Sort(IReadOnlyList<Value> items, Func<Value, Value> key, bool isReversed, RenderBudget budget)
    {
        var keyed = items.Select(item => (Key: key(item), Item: item)).ToArray();
        var sorted = Sorting.Stable(
            keyed,
            (left, right) => isReversed ? -Order(left.Key, right.Key) : Order(left.Key, right.Key),
            budget);
        return sorted.Select(pair => pair.Item);

        int Order(Value left, Value right) => Comparison.Order(left, right, "<", budget) ?? 0;
    }

    private static List<Value> Parts(Value? path) => path switch
    {
        null => [],
        StringValue text => [.. text.Text.Split('.').Select(Part)],
        _ => [path],
    };

    private static Value Part(string part)
        => part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit) ? new IntegerValue(int.Parse(part, CultureInfo.InvariantCulture)) : new StringValue(part);
}
