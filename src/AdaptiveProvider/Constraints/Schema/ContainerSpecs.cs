using System.Text.Json;
using AdaptiveProvider.Constraints.Grammar;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Describes objects and arrays by the rules of the values in them.</summary>
internal sealed class ContainerSpecs(Func<SchemaSet, Rule> ruleOf, bool allowsSpaces)
{
    private static readonly LiteralTerm ObjectBegin = new("{"), ArrayBegin = new("[");
    private readonly SpaceTerm _space = new(allowsSpaces);
    private readonly SequenceTerm _afterComma = new(new LiteralTerm(","), new SpaceTerm(allowsSpaces));

    /// <summary>The objects of a shape.</summary>
    public Alternative Object(Shape shape, bool isOpen)
    {
        string[] names = [.. shape.Members.SelectMany(DeclaredNames).Concat(shape.Required).Distinct(StringComparer.Ordinal)];
        var properties = names
            .Select(name => new Property(name, ruleOf(new SchemaSet(shape.Members.Select(member => ValueOf(member, name)).OfType<SchemaNode>(), isOpen)), shape.Required.Contains(name)))
            .ToList();
        var spec = new ObjectSpec(properties, properties.ConvertAll(property => property.Spelling), Additional(shape, isOpen), shape.PropertiesMin, shape.PropertiesMax, _afterComma, _space);
        return new Alternative(new SequenceTerm(ObjectBegin, new MembersTerm(spec, 0, 0, isFirst: true, looksAhead: false)), spec.ComputeHeight);
    }

    /// <summary>The arrays of a shape.</summary>
    public Alternative Array(Shape shape, bool isOpen)
    {
        int length = shape.Members.Select(member => Prefix(member).Count).DefaultIfEmpty(0).Max();
        Rule[] prefix = [.. Enumerable.Range(0, length).Select(index => Item(shape, index, isOpen))];
        var spec = new ArraySpec(prefix, Item(shape, length, isOpen), shape.ItemsMin, shape.ItemsMax, _afterComma);
        return new Alternative(new SequenceTerm(ArrayBegin, new ItemsTerm(spec, 0)), spec.ComputeHeight);
    }

    private static IEnumerable<string> DeclaredNames(SchemaNode node)
        => node.Find("properties") is { ValueKind: JsonValueKind.Object } properties ? properties.EnumerateObject().Select(member => member.Name) : [];

    // What a subschema says of a property; null for nothing.
    private static SchemaNode? ValueOf(SchemaNode node, string name) => node.Child("properties", name) ?? node.Child("additionalProperties");

    // Objects whose properties are declared have no others unless the schema says so: less than allowed, and what is meant.
    private Rule? Additional(Shape shape, bool isOpen)
    {
        var said = shape.Members.Select(member => member.Child("additionalProperties")).OfType<SchemaNode>().ToList();
        if (said.Exists(node => node.IsFalse) || (said.Count == 0 && !isOpen && shape.Members.Any(member => member.Find("properties") is not null)))
        {
            return null;
        }

        return ruleOf(new SchemaSet(said, isOpen));
    }

    // Before draft 2020-12 an array under items was the prefix.
    private static IReadOnlyList<SchemaNode> Prefix(SchemaNode node)
        => node.Find("items") is { ValueKind: JsonValueKind.Array } ? node.Children("items") : node.Children("prefixItems");

    private static SchemaNode? ItemOf(SchemaNode node, int index)
    {
        var prefix = Prefix(node);
        return index < prefix.Count ? prefix[index]
            : node.Find("items") is { ValueKind: JsonValueKind.Array } ? node.Child("additionalItems")
            : node.Child("items");
    }

    private Rule Item(Shape shape, int index, bool isOpen) => ruleOf(new SchemaSet(shape.Members.Select(member => ItemOf(member, index)).OfType<SchemaNode>(), isOpen));
}
