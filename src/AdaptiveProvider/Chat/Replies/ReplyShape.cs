using System.Collections.Immutable;
using AdaptiveProvider.Constraints;

namespace AdaptiveProvider.Chat.Replies;

/// <summary>The form that a reply must have.</summary>
/// <param name="Opening">What it begins with; the prompt ends with it, so that the model goes on from there.</param>
/// <param name="Choices">What may follow: one of these.</param>
/// <param name="IsStrict">Keywords of schemas that replies cannot be held to are an error.</param>
internal sealed record ReplyShape(string Opening, ImmutableArray<ConstrainedText> Choices, bool IsStrict);
