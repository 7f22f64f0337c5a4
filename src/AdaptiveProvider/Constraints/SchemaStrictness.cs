namespace AdaptiveProvider.Constraints;

/// <summary>What happens to keywords of a JSON schema that replies cannot be held to.</summary>
public enum SchemaStrictness
{
    /// <summary>They are refused by name, so that every complete reply is valid.</summary>
    Strict,

    /// <summary>They are left out, and <c>oneOf</c> means <c>anyOf</c>: replies parse, and are valid but for these.</summary>
    Lenient,
}
