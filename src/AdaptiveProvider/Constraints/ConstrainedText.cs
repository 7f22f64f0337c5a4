using System.Text.Json;

namespace AdaptiveProvider.Constraints;

/// <summary>A value by a schema between two fixed texts.</summary>
/// <param name="Before">The text before it; may be empty.</param>
/// <param name="Schema">The value's schema.</param>
/// <param name="After">The text behind it; may be empty.</param>
public sealed record ConstrainedText(string Before, JsonElement Schema, string After);
