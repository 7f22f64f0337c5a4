using System.Collections.Immutable;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Subschemas that one value must all fulfil.</summary>
/// <remarks>There are finitely many sets of a schema's parts, so recursion ends, and whatever merges them is written once.</remarks>
internal sealed class SchemaSet
{
    /// <summary>Combines subschemas.</summary>
    /// <param name="nodes">The subschemas, in any order.</param>
    /// <param name="isOpen">Whether what is not said stays open: for telling whether two schemas have a value in common.</param>
    /// <param name="skipped">The subschema whose oneOf is left out; null for none.</param>
    public SchemaSet(IEnumerable<SchemaNode> nodes, bool isOpen, string? skipped = null)
    {
        Nodes = [.. nodes.DistinctBy(node => node.Pointer)];
        (IsOpen, Skipped) = (isOpen, skipped);

        // NOTE: the root's pointer is empty; no subschema at all must be another key.
        Key = string.Concat(Nodes.Select(node => $"#{node.Pointer}\n").Order(StringComparer.Ordinal)) + (isOpen ? "+" : "") + skipped;
    }

    /// <summary>The subschemas.</summary>
    public ImmutableArray<SchemaNode> Nodes { get; }

    /// <summary>Whether what is not said stays open.</summary>
    public bool IsOpen { get; }

    /// <summary>The subschema whose oneOf is left out.</summary>
    public string? Skipped { get; }

    /// <summary>Equal for equal sets.</summary>
    public string Key { get; }
}
