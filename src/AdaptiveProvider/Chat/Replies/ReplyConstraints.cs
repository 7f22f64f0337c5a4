using System.Collections.Immutable;
using System.Text.Json;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Chat.Replies;

/// <summary>Turns the form that a reply must have into what may follow each of its tokens.</summary>
internal static class ReplyConstraints
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object"}""").RootElement;

    /// <summary>The constraint, and what of the schemas it does not hold to in words; null where it holds to all.</summary>
    /// <exception cref="SchemaNotSupportedException">The shape is strict, and a schema has something that replies cannot be held to.</exception>
    public static (ITokenConstraint Constraint, string? Note) Of(ReplyShape shape, JsonConstraints constraints)
    {
        try
        {
            return (constraints.FromChoices(shape.Choices), null);
        }
        catch (SchemaNotSupportedException failure) when (!shape.IsStrict)
        {
            return (Lenient(shape.Choices, constraints), failure.Message);
        }
    }

    private static ITokenConstraint Lenient(ImmutableArray<ConstrainedText> choices, JsonConstraints constraints)
    {
        try
        {
            return constraints.FromChoices(choices, SchemaStrictness.Lenient);
        }
        catch (SchemaNotSupportedException)
        {
            return constraints.FromChoices([.. choices.Select(choice => choice with { Schema = AnyObject })]);
        }
    }
}
