using System.Collections.Immutable;
using AdaptiveProvider.Chat.Thinking;
using AdaptiveProvider.Chat.Tools;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Chat;

/// <summary>How a model writes what is no plain text, as its template and tokens show.</summary>
/// <param name="Tools">How it calls functions.</param>
/// <param name="Thinking">How it thinks; null where it does not.</param>
/// <param name="Marks">Special tokens that such writing consists of, which must not be lost on the way to text.</param>
internal sealed record ModelConventions(ToolCallFormat Tools, ThinkingFormat? Thinking, ImmutableArray<int> Marks)
{
    public static ModelConventions Of(ChatTemplate template, Tokenizer tokenizer)
    {
        var tools = ToolCallFormats.Of(template, tokenizer);
        var thinking = ThinkingFormat.Of(template, tokenizer);
        string?[] marks = [.. tools.Openings, tools.Closing, tools.ArgumentsMarker, .. thinking is null ? [] : (string[])[ThinkingFormat.Opening, ThinkingFormat.Closing]];
        return new ModelConventions(
            tools,
            thinking,
            [.. from mark in marks where mark is not null let token = tokenizer.FindToken(mark) where token is { } id && tokenizer.IsSpecial(id) select token!.Value]);
    }
}
