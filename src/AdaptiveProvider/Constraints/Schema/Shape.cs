using System.Text.Json;
using AdaptiveProvider.Constraints.Automata;
using AdaptiveProvider.Constraints.Grammar;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>What subschemas that must all hold come to, but for the values inside objects and arrays.</summary>
internal sealed class Shape
{
    /// <summary>The subschemas.</summary>
    public required IReadOnlyList<SchemaNode> Members { get; init; }

    /// <summary>The kinds of values allowed.</summary>
    public JsonTypes Types { get; set; } = JsonTypes.All;

    /// <summary>The kinds of values that are spoken of.</summary>
    public JsonTypes Implied { get; set; }

    /// <summary>Whether a type, an enum or a const says which kinds there are.</summary>
    public bool NamesTypes { get; set; }

    /// <summary>The only values allowed; null for any.</summary>
    public List<JsonElement>? Values { get; set; }

    /// <summary>The smallest number.</summary>
    public NumberBound? Low { get; set; }

    /// <summary>The largest.</summary>
    public NumberBound? High { get; set; }

    /// <summary>What numbers must be multiples of.</summary>
    public List<DecimalText> Multiples { get; } = [];

    /// <summary>Fewest code points of a text.</summary>
    public int LengthMin { get; set; }

    /// <summary>Most code points of a text.</summary>
    public int LengthMax { get; set; } = CharactersTerm.Unbounded;

    /// <summary>Texts must be accepted by all of these, over code points.</summary>
    public List<Automaton> Texts { get; } = [];

    /// <summary>Fewest items.</summary>
    public int ItemsMin { get; set; }

    /// <summary>Most items.</summary>
    public int ItemsMax { get; set; } = CharactersTerm.Unbounded;

    /// <summary>Fewest properties.</summary>
    public int PropertiesMin { get; set; }

    /// <summary>Most properties.</summary>
    public int PropertiesMax { get; set; } = CharactersTerm.Unbounded;

    /// <summary>Properties that must be there.</summary>
    public List<string> Required { get; } = [];

    /// <summary>Raises the lower bound.</summary>
    public void AtLeast(NumberBound bound)
    {
        int order = Low is null ? 1 : bound.Value.CompareTo(Low.Value);
        Low = order > 0 || (order == 0 && bound.IsExclusive) ? bound : Low;
    }

    /// <summary>Lowers the upper bound.</summary>
    public void AtMost(NumberBound bound)
    {
        int order = High is null ? -1 : bound.Value.CompareTo(High.Value);
        High = order < 0 || (order == 0 && bound.IsExclusive) ? bound : High;
    }

    /// <summary>Allows these values at most.</summary>
    public void OnlyValues(IEnumerable<JsonElement> values)
    {
        Values = Values is null ? [.. values] : Values.FindAll(value => values.Any(other => JsonElement.DeepEquals(value, other)));
        NamesTypes = true;
    }
}
