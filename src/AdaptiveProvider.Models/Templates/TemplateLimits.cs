namespace AdaptiveProvider.Models.Templates;

/// <summary>What an untrusted template may spend before it is stopped with a <see cref="TemplateException"/>.</summary>
public sealed record TemplateLimits
{
    /// <summary>The limits used when none are given: far above what published templates need for a full context.</summary>
    public static TemplateLimits Default { get; } = new();

    /// <summary>Longest template source, in UTF-16 units.</summary>
    public int SourceCharacters { get; init; } = 1 << 20;

    /// <summary>Deepest nesting of parentheses, literals and blocks in the source.</summary>
    public int SourceDepth { get; init; } = 100;

    /// <summary>Units of work of one rendering: a node evaluated, an element produced or a comparison made is one.</summary>
    public long Steps { get; init; } = 4_000_000;

    /// <summary>Deepest nesting of evaluation: expressions, blocks, macro calls and the values walked through.</summary>
    public int EvaluationDepth { get; init; } = 800;

    /// <summary>Longest rendered text, in UTF-16 units.</summary>
    public int OutputCharacters { get; init; } = 16 << 20;

    /// <summary>Longest string a template may make, in UTF-16 units.</summary>
    public int ValueCharacters { get; init; } = 16 << 20;

    /// <summary>Characters of all strings made during one rendering, the short-lived ones included.</summary>
    public long TotalCharacters { get; init; } = 128 << 20;

    /// <summary>Longest list or dictionary a template may make.</summary>
    public int ValueElements { get; init; } = 1 << 20;

    /// <summary>Widest integer, in bits: Python's integers have no bound, these do.</summary>
    public int IntegerBits { get; init; } = 4096;
}
