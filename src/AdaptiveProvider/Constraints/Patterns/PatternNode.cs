namespace AdaptiveProvider.Constraints.Patterns;

/// <summary>A regular expression, parsed.</summary>
internal abstract record PatternNode
{
    /// <summary>Nothing.</summary>
    public static PatternNode Empty { get; } = new Sequence([]);

    /// <summary>Any text.</summary>
    public static PatternNode AnyText { get; } = new Repeat(new Class(Automata.CodePoints.All), 0, null);

    /// <summary>One code point of a set of sorted ranges.</summary>
    public sealed record Class((int First, int Last)[] Ranges) : PatternNode;

    /// <summary>One after the other.</summary>
    public sealed record Sequence(PatternNode[] Parts) : PatternNode;

    /// <summary>One of several.</summary>
    public sealed record Choice(PatternNode[] Options) : PatternNode;

    /// <summary>The same so many times; no largest number is any.</summary>
    public sealed record Repeat(PatternNode Part, int CountMin, int? CountMax) : PatternNode;

    /// <summary>The begin of the text, or its end.</summary>
    public sealed record Anchor(bool IsStart) : PatternNode;
}
