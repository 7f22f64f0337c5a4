using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Chat.Thinking;

/// <summary>How a model thinks in writing: <c>&lt;think&gt;…&lt;/think&gt;</c> before its answer.</summary>
/// <param name="HasSwitch">The template reads <see cref="Switch"/>.</param>
internal sealed record ThinkingFormat(bool HasSwitch)
{
    /// <summary>The variable by which chat templates let thinking be switched off.</summary>
    public const string Switch = "enable_thinking";

    public const string Opening = "<think>";

    public const string Closing = "</think>";

    /// <summary>How a model that thinks is told that it has done so: what templates with a switch write themselves.</summary>
    private const string EmptyThought = Opening + "\n\n" + Closing + "\n\n";

    /// <summary>The format of a model whose template or tokens know thoughts; null of any other.</summary>
    public static ThinkingFormat? Of(ChatTemplate template, Tokenizer tokenizer)
    {
        bool hasSwitch = template.Mentions(Switch);
        bool hasTokens = tokenizer.FindToken(Opening) is not null && tokenizer.FindToken(Closing) is not null;
        return hasSwitch || hasTokens || template.Source.Contains(Closing, StringComparison.Ordinal) ? new ThinkingFormat(hasSwitch) : null;
    }

    /// <summary>True when a prompt leaves the reply within a thought, as templates of models do that always think.</summary>
    public static bool IsOpenAfter(string prompt) => prompt.TrimEnd().EndsWith(Opening, StringComparison.Ordinal);

    /// <summary>A prompt after which the model answers at once.</summary>
    public static string WithoutThought(string prompt)
        => IsOpenAfter(prompt) ? $"{prompt.TrimEnd()}\n\n{Closing}\n\n"
            : prompt.TrimEnd().EndsWith(Closing, StringComparison.Ordinal) ? prompt
            : prompt + EmptyThought;
}
