using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Constraints;

/// <summary>A JSON schema says something that replies cannot be held to, or that no reply can fulfil.</summary>
/// <param name="location">Where in the schema, as a JSON pointer behind #.</param>
/// <param name="keyword">The keyword that says it.</param>
/// <param name="reason">Why not, and what to do.</param>
public sealed class SchemaNotSupportedException(string location, string keyword, string reason)
    : AdaptiveProviderException($"The JSON schema at #{location}: \"{keyword}\" {reason}.")
{
    /// <summary>Where in the schema, as a JSON pointer behind #; empty for its root.</summary>
    public string Location { get; } = location;

    /// <summary>The keyword that says it.</summary>
    public string Keyword { get; } = keyword;
}
