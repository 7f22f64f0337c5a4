using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdaptiveProvider.Chat.Thinking;
using AdaptiveProvider.Chat.Tools;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Chat;

/// <summary>How a model writes what is no plain text, as its template and tokens show.</summary>
/// <param name="Tools">How it calls functions.</param>
/// <param name="Thinking">How it thinks; null where it does not.</param>
internal sealed record ModelConventions(ToolCallFormat Tools, ThinkingFormat? Thinking)
{
    /// <summary>Special tokens that mark thoughts, which must not be lost on the way to text.</summary>
    public ImmutableArray<int> ThoughtMarks { get; private init; } = [];

    /// <summary>Special tokens that mark calls of functions; text where none may be called.</summary>
    public ImmutableArray<int> CallMarks { get; private init; } = [];

    /// <summary>False where the template refuses or drops system messages; what they would say then stands before the first user's.</summary>
    public bool TakesSystemMessages { get; private init; } = true;

    public static ModelConventions Of(ChatTemplate template, Tokenizer tokenizer)
    {
        var tools = ToolCallFormats.Of(template, tokenizer);
        var thinking = ThinkingFormat.Of(template, tokenizer);
        return new ModelConventions(tools, thinking)
        {
            ThoughtMarks = Special(tokenizer, thinking is null ? [] : [ThinkingFormat.Opening, ThinkingFormat.Closing]),
            CallMarks = Special(tokenizer, [.. tools.Openings, tools.Closing, tools.ArgumentsMarker]),
            TakesSystemMessages = ShowsSystemMessage(template, tokenizer),
        };
    }

    private static ImmutableArray<int> Special(Tokenizer tokenizer, IEnumerable<string?> marks)
        => [.. from mark in marks where mark is not null let token = tokenizer.FindToken(mark) where token is { } id && tokenizer.IsSpecial(id) select token!.Value];

    // Only trying it out tells: templates name the role in many ways, and some only to refuse it.
    private static bool ShowsSystemMessage(ChatTemplate template, Tokenizer tokenizer)
    {
        const string Probe = "system-probe";
        var context = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "system", ["content"] = Probe }, new JsonObject { ["role"] = "user", ["content"] = "hi" }),
            ["add_generation_prompt"] = true,
        };
        try
        {
            return template.Render(TemplateContext.WithSpecialTokens(context, tokenizer)).Contains(Probe, StringComparison.Ordinal);
        }
        catch (TemplateException)
        {
            return false;
        }
    }
}
