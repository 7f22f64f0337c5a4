using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>Filters that apply another filter or test to each element.</summary>
internal static class SelectionFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("map", "* **", Map),
        new("select", "* **", call => Select(call, byAttribute: false, keeps: true)),
        new("reject", "* **", call => Select(call, byAttribute: false, keeps: false)),
        new("selectattr", "* **", call => Select(call, byAttribute: true, keeps: true)),
        new("rejectattr", "* **", call => Select(call, byAttribute: true, keeps: false)),
    ];

    private static IteratorValue Map(Call call)
    {
        // As in Jinja, a false value has nothing to map, even where it cannot be iterated.
        if (!call.Target.IsTrue)
        {
            return new IteratorValue([]);
        }

        var apply = call.Extra.Count == 0 ? AttributeReader(call) : Filter(call);
        return new IteratorValue([.. call.TargetItems.Select(apply)]);
    }

    private static Func<Value, Value> AttributeReader(Call call)
    {
        Value? attribute = null, absent = null;
        foreach (var (name, value) in call.ExtraNamed)
        {
            switch (name)
            {
                case "attribute":
                    attribute = value;
                    break;
                case "default":
                    absent = value;
                    break;
                default:
                    throw new TemplateFault($"Unexpected keyword argument '{name}'");
            }
        }

        return attribute is null
            ? throw new TemplateFault("map requires a filter argument")
            : SortKey.Attribute(attribute, absent is NoneValue ? null : absent, call.Budget);
    }

    private static Func<Value, Value> Filter(Call call)
    {
        var filter = Find(Filters.Table, call.Extra[0], "filter");
        var arguments = new Arguments([.. call.Extra.Skip(1)], call.ExtraNamed);
        return item => filter.Invoke(call.Context, item, arguments);
    }

    private static IteratorValue Select(Call call, bool byAttribute, bool keeps)
    {
        if (!call.Target.IsTrue)
        {
            return new IteratorValue([]);
        }

        if (byAttribute && call.Extra.Count == 0)
        {
            throw new TemplateFault("Missing parameter for attribute name");
        }

        var read = SortKey.Attribute(byAttribute ? call.Extra[0] : null, null, call.Budget);
        var extra = call.Extra.Skip(byAttribute ? 1 : 0).ToList();
        var test = extra.Count > 0 ? Find(Tests.Table, extra[0], "test") : null;
        var arguments = new Arguments([.. extra.Skip(1)], call.ExtraNamed);
        return new IteratorValue([.. call.TargetItems.Where(item => Holds(read(item)) == keeps)]);

        bool Holds(Value value) => (test?.Invoke(call.Context, value, arguments) ?? value).IsTrue;
    }

    private static Function Find(IReadOnlyDictionary<string, Function> table, Value name, string kind)
    {
        var key = name is StringValue text ? text.Text : throw new TemplateFault($"the name of a {kind} must be a string, not {name.TypeName}");
        return table.GetValueOrDefault(key) ?? throw new TemplateFault(Function.Unknown(kind, key));
    }
}
