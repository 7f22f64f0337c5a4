namespace AdaptiveProvider.Models.Tokenization;

/// <summary>The components a tokenizer.json chains by Sequence, nested or not, as one flat and bounded list.</summary>
internal static class ComponentList
{
    private const int ComponentsMax = 64;

    /// <summary>The leaves in order; <paramref name="members"/> is the name of Sequence's list. Absent or null is no component.</summary>
    public static List<JsonField> Flatten(JsonField? field, string members)
    {
        var leaves = new List<JsonField>();
        if (field is { } present)
        {
            Collect(present, members, leaves);
        }

        return leaves;
    }

    // The depth is the JSON reader's own limit at most.
    private static void Collect(JsonField field, string members, List<JsonField> leaves)
    {
        if (field.TypeName != "Sequence")
        {
            leaves.Add(field);
        }
        else
        {
            foreach (var member in field[members].Items())
            {
                Collect(member, members, leaves);
            }
        }

        if (leaves.Count > ComponentsMax)
        {
            throw field.Fault($"chains more than {ComponentsMax} components.");
        }
    }
}
