using System.Text.Json;

namespace AdaptiveProvider.Chat.Replies;

/// <summary>A JSON value between two fixed texts.</summary>
/// <param name="Before">The text before it; may be empty.</param>
/// <param name="Schema">What the value must fulfil.</param>
/// <param name="After">The text behind it; may be empty.</param>
internal sealed record ShapedText(string Before, JsonElement Schema, string After);
