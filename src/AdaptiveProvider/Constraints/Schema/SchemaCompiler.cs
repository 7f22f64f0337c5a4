using System.Text.Json;
using AdaptiveProvider.Constraints.Automata;
using AdaptiveProvider.Constraints.Grammar;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Compiles a JSON schema to a grammar whose every document is valid.</summary>
/// <remarks>
/// Subschemas that one value must fulfil together are merged keyword by keyword. Parts of which there is no finite value are left out: an optional
/// property, an alternative; so that whatever has been written can be completed.
/// </remarks>
internal sealed class SchemaCompiler
{
    /// <summary>Values of different kinds, at most, that a schema may speak of.</summary>
    private const int RulesMax = 5_000;

    private readonly SchemaDocument _document;
    private readonly SchemaExpander _expander;
    private readonly ShapeReader _reader;
    private readonly AutomatonBudget _budget = new();
    private readonly JsonConstraintOptions _options;
    private readonly Dictionary<string, Rule> _rules = [];
    private readonly Queue<(SchemaSet Set, Rule Rule)> _open = new();
    private readonly List<(Rule Rule, SchemaNode Node)> _mustBeEmpty = [];
    private readonly ContainerSpecs _containers;

    private SchemaCompiler(JsonElement schema, SchemaStrictness strictness, JsonConstraintOptions options)
    {
        _document = new SchemaDocument(schema);
        _options = options;
        _reader = new ShapeReader(strictness, _budget);
        _expander = new SchemaExpander(_document, strictness, (set, node) => _mustBeEmpty.Add((RuleOf(set), node)));
        _containers = new ContainerSpecs(RuleOf, options.AllowsSpaces);
    }

    /// <summary>Compiles a schema.</summary>
    /// <exception cref="SchemaNotSupportedException">Something in it is not supported, or no value fulfils it.</exception>
    public static Rule Compile(JsonElement schema, SchemaStrictness strictness, JsonConstraintOptions options)
    {
        var compiler = new SchemaCompiler(schema, strictness, options);
        return compiler.Compile();
    }

    private Rule Compile()
    {
        var root = RuleOf(new SchemaSet([_document.Root], isOpen: false));
        while (_open.TryDequeue(out var next))
        {
            foreach (var members in _expander.Expand(next.Set))
            {
                AddAlternatives(next.Rule, _reader.Read(members), next.Set.IsOpen);
            }
        }

        UpdateHeights();
        foreach (var (rule, node) in _mustBeEmpty)
        {
            if (rule.Height <= _options.DepthMax)
            {
                throw node.Unsupported("oneOf", "has branches that a value may fulfil together; use anyOf, or tell them apart by a required property with another const in each");
            }
        }

        return root.Height <= _options.DepthMax ? root : throw _document.Root.Unsupported("schema", $"allows no value of at most {_options.DepthMax} objects and arrays inside one another");
    }

    private Rule RuleOf(SchemaSet set)
    {
        if (!_rules.TryGetValue(set.Key, out var rule))
        {
            if (_rules.Count == RulesMax)
            {
                throw set.Nodes[0].Unsupported("schema", $"speaks of more than {RulesMax} different values");
            }

            rule = new Rule(set.Key);
            _rules.Add(set.Key, rule);
            _open.Enqueue((set, rule));
        }

        return rule;
    }

    private void AddAlternatives(Rule rule, Shape shape, bool isOpen)
    {
        // Who speaks of properties and names no type means an object. To allow less is never wrong.
        if (!isOpen && !shape.NamesTypes && shape.Implied != JsonTypes.None)
        {
            shape.Types &= shape.Implied;
        }

        _budget.ThrowIfSpent(shape.Members.Count > 0 ? shape.Members[^1] : _document.Root);
        try
        {
            foreach (var alternative in Alternatives(shape, isOpen))
            {
                rule.Alternatives.Add(alternative);
            }
        }
        catch (AutomatonTooLargeException cause)
        {
            throw shape.Members[^1].Unsupported(shape.Texts.Count > 0 ? "pattern" : shape.Multiples.Count > 0 ? "multipleOf" : "enum", cause.Message);
        }
    }

    private IEnumerable<Alternative> Alternatives(Shape shape, bool isOpen)
    {
        if (shape.Values is not null)
        {
            var values = ValueFilter.Allowed(shape);
            if (values.Count > 0)
            {
                int height = values.Max(Nesting);
                yield return new Alternative(ScalarTerms.Values(values), () => height);
            }

            yield break;
        }

        if (shape.Types.HasFlag(JsonTypes.Object))
        {
            yield return _containers.Object(shape, isOpen);
        }

        if (shape.Types.HasFlag(JsonTypes.Array))
        {
            yield return _containers.Array(shape, isOpen);
        }

        var scalars = new[]
        {
            shape.Types.HasFlag(JsonTypes.String) ? ScalarTerms.Text(shape, _budget) : null,
            (shape.Types & JsonTypes.Number) != JsonTypes.None ? ScalarTerms.Number(shape, _budget) : null,
            shape.Types.HasFlag(JsonTypes.Boolean) ? ScalarTerms.Boolean : null,
            shape.Types.HasFlag(JsonTypes.Null) ? ScalarTerms.Null : null,
        };
        foreach (var scalar in scalars)
        {
            if (scalar is not null)
            {
                yield return new Alternative(scalar, () => 0);
            }
        }
    }

    // What is deeper than any document may be is of no use, so that as many rounds are enough.
    private void UpdateHeights()
    {
        bool changed = true;
        for (int round = 0; changed && round <= _options.DepthMax + 1; round++)
        {
            changed = false;
            foreach (var rule in _rules.Values)
            {
                changed |= rule.UpdateHeight();
            }
        }
    }

    private static int Nesting(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => 1 + value.EnumerateArray().Select(Nesting).DefaultIfEmpty(0).Max(),
        JsonValueKind.Object => 1 + value.EnumerateObject().Select(member => Nesting(member.Value)).DefaultIfEmpty(0).Max(),
        _ => 0,
    };
}
