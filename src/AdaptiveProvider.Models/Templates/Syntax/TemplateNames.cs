namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>The names that occur in a template: what it can react to.</summary>
internal sealed class TemplateNames
{
    /// <summary>Names read as variables.</summary>
    public HashSet<string> Variables { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Attribute names and string constants, which are how templates name the fields of messages.</summary>
    public HashSet<string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts an empty set of variables, for the body of a macro, and gives the one before.</summary>
    public HashSet<string> StartVariables()
    {
        var outer = Variables;
        Variables = new(StringComparer.Ordinal);
        return outer;
    }
}
