using System.Collections.Immutable;
using System.Text.Json;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Follows references, allOf, anyOf and oneOf from a set of subschemas to the alternatives that it comes to.</summary>
internal sealed class SchemaExpander(SchemaDocument document, SchemaStrictness strictness, Action<SchemaSet, SchemaNode> mustBeEmpty)
{
    /// <summary>Alternatives of a value, at most.</summary>
    private const int AlternativesMax = 256;

    private const int StepsMax = 200_000;
    private const int BranchesMax = 64;
    private readonly HashSet<string> _checked = [];
    private int _steps;

    /// <summary>The alternatives: each is subschemas that must all hold, whose references and combinations are resolved.</summary>
    /// <exception cref="SchemaNotSupportedException">There are too many, or something in them is not supported.</exception>
    public List<ImmutableList<SchemaNode>> Expand(SchemaSet set)
    {
        var alternatives = new List<ImmutableList<SchemaNode>>();
        var open = ImmutableStack.CreateRange(set.Nodes.Reverse().Select(node => new Step(node, null)));
        Expand(set, open, [], [], alternatives);
        return alternatives;
    }

    private void Expand(SchemaSet set, ImmutableStack<Step> open, ImmutableHashSet<string> seen, ImmutableList<SchemaNode> members, List<ImmutableList<SchemaNode>> alternatives)
    {
        while (!open.IsEmpty)
        {
            open = open.Pop(out var step);
            var node = step.Node;
            if (++_steps > StepsMax)
            {
                throw node.Unsupported("anyOf", "makes too many combinations; use fewer alternatives");
            }

            if (node.IsFalse)
            {
                return;
            }

            if (node.Element.ValueKind == JsonValueKind.True || seen.Contains(node.Pointer))
            {
                continue;
            }

            SchemaKeywords.ThrowIfUnsupported(node, strictness);
            (seen, members) = (seen.Add(node.Pointer), members.Add(node));
            open = PushAll(open, step);
            if (Branches(set, node) is { } branches)
            {
                foreach (var choice in branches)
                {
                    Expand(set, choice.Aggregate(open, (stack, branch) => stack.Push(step.To(branch, "anyOf"))), seen, members, alternatives);
                }

                return;
            }
        }

        alternatives.Add(members);
        if (alternatives.Count > AlternativesMax)
        {
            throw members[0].Unsupported("anyOf", $"makes more than {AlternativesMax} alternatives of one value");
        }
    }

    private ImmutableStack<Step> PushAll(ImmutableStack<Step> open, Step step)
    {
        foreach (var part in step.Node.Children("allOf").Reverse())
        {
            open = open.Push(step.To(part, "allOf"));
        }

        return step.Node.Find("$ref") is null ? open : open.Push(step.To(document.Resolve(step.Node), "$ref"));
    }

    // Every way to choose from anyOf and oneOf together; null where there is neither.
    private List<SchemaNode[]>? Branches(SchemaSet set, SchemaNode node)
    {
        var any = node.Find("anyOf") is null ? null : node.Children("anyOf");
        var one = node.Find("oneOf") is null || node.Pointer == set.Skipped ? null : node.Children("oneOf");
        if (one is not null && !set.IsOpen && strictness == SchemaStrictness.Strict)
        {
            CheckDisjoint(node, one);
        }

        return (any, one) switch
        {
            (null, null) => null,
            (null, _) => [.. one.Select(branch => (SchemaNode[])[branch])],
            (_, null) => [.. any.Select(branch => (SchemaNode[])[branch])],
            _ => [.. any.SelectMany(left => one.Select(right => (SchemaNode[])[left, right]))],
        };
    }

    // Whatever fulfils one branch must fulfil no other.
    private void CheckDisjoint(SchemaNode node, IReadOnlyList<SchemaNode> branches)
    {
        if (!_checked.Add(node.Pointer))
        {
            return;
        }

        if (branches.Count > BranchesMax)
        {
            throw node.Unsupported("oneOf", $"has more than {BranchesMax} branches; use anyOf");
        }

        for (int left = 0; left < branches.Count; left++)
        {
            for (int right = left + 1; right < branches.Count; right++)
            {
                mustBeEmpty(new SchemaSet([node, branches[left], branches[right]], isOpen: true, skipped: node.Pointer), node);
            }
        }
    }

    /// <summary>A subschema to be looked at, with those that led there without a value in between.</summary>
    private sealed record Step(SchemaNode Node, Step? From)
    {
        public Step To(SchemaNode node, string keyword)
        {
            for (var step = this; step is not null; step = step.From)
            {
                if (step.Node.Pointer == node.Pointer)
                {
                    throw Node.Unsupported(keyword, "leads back to itself without a property or an item in between");
                }
            }

            return new Step(node, this);
        }
    }
}
