namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>A dictionary that keeps the order of insertion; keys compare as in Python (<c>1 == True == 1.0</c>).</summary>
internal sealed class DictionaryValue(OrderedDictionary<Value, Value> entries) : Value
{
    public OrderedDictionary<Value, Value> Entries { get; } = entries;

    public override string TypeName => "dict";

    public override bool IsTrue => Entries.Count > 0;

    public static OrderedDictionary<Value, Value> NewEntries() => new(KeyComparer.Instance);
}

/// <summary>The one value whose attributes a template may set; shared by everybody who holds it.</summary>
internal sealed class NamespaceValue : Value
{
    public Dictionary<string, Value> Attributes { get; } = new(StringComparer.Ordinal);

    public override string TypeName => "Namespace";
}

/// <summary>A value whose attributes are computed by name, such as <c>loop</c>; null means there is no such attribute.</summary>
internal abstract class ObjectValue : Value
{
    public abstract Value? GetAttribute(string name);

    /// <summary>What it prints as.</summary>
    public virtual string Display => $"<{TypeName} object>";
}
