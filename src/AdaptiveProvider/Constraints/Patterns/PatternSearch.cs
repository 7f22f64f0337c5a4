namespace AdaptiveProvider.Constraints.Patterns;

/// <summary>Makes of an expression that is searched for, as JSON Schema does, one that matches whole texts.</summary>
internal static class PatternSearch
{
    /// <summary>The expression with anything before it unless it begins with ^, and anything behind it unless it ends with $.</summary>
    /// <exception cref="PatternException">^ or $ stand where they can never, or not always, match.</exception>
    public static PatternNode Whole(PatternNode node) => Close(Open(node));

    private static PatternNode Open(PatternNode node) => node switch
    {
        PatternNode.Choice choice => new PatternNode.Choice([.. choice.Options.Select(Open)]),
        PatternNode.Anchor { IsStart: true } => PatternNode.Empty,
        PatternNode.Sequence { Parts: [PatternNode.Anchor { IsStart: true }, .. var rest] } => new PatternNode.Sequence(rest),
        PatternNode.Sequence { Parts: [PatternNode.Choice choice, .. var rest] } when Contains(choice, isStart: true) => new PatternNode.Sequence([Open(choice), .. rest]),
        _ => new PatternNode.Sequence([PatternNode.AnyText, node]),
    };

    private static PatternNode Close(PatternNode node) => node switch
    {
        PatternNode.Choice choice => new PatternNode.Choice([.. choice.Options.Select(Close)]),
        PatternNode.Anchor { IsStart: false } => PatternNode.Empty,
        PatternNode.Sequence { Parts: [.. var rest, PatternNode.Anchor { IsStart: false }] } => new PatternNode.Sequence(rest),
        PatternNode.Sequence { Parts: [.. var rest, PatternNode.Choice or PatternNode.Sequence] } sequence when Contains(sequence.Parts[^1], isStart: false)
            => new PatternNode.Sequence([.. rest, Close(sequence.Parts[^1])]),
        _ => new PatternNode.Sequence([node, PatternNode.AnyText]),
    };

    private static bool Contains(PatternNode node, bool isStart) => node switch
    {
        PatternNode.Anchor anchor => anchor.IsStart == isStart,
        PatternNode.Choice choice => choice.Options.Any(option => Contains(option, isStart)),
        PatternNode.Sequence sequence => sequence.Parts.Any(part => Contains(part, isStart)),
        _ => false,
    };
}
