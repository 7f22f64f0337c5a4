using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>Finds the format in which a model writes calls, by what its template writes and by its special tokens.</summary>
internal static class ToolCallFormats
{
    /// <summary>Marks of formats that look like a known one and are not: calls in XML.</summary>
    private static readonly string[] Foreign = ["<function=", "<arg_key>", "<parameter="];

    public static ToolCallFormat Of(ChatTemplate template, Tokenizer tokenizer)
    {
        if (!template.Mentions("tools") || Foreign.Any(Writes))
        {
            return ToolCallFormat.Plain;
        }

        return Writes("[TOOL_CALLS]") ? Writes("[ARGS]") ? ToolCallFormat.MistralArguments : ToolCallFormat.Mistral
            : Writes("<tool_call>") ? ToolCallFormat.Hermes
            : Writes("<|python_tag|>") || Writes("\"parameters\": ") ? ToolCallFormat.Llama3
            : ByToken(tokenizer);

        bool Writes(string mark) => template.Source.Contains(mark, StringComparison.Ordinal);
    }

    private static ToolCallFormat ByToken(Tokenizer tokenizer)
        => tokenizer.FindToken("[TOOL_CALLS]") is not null ? ToolCallFormat.Mistral
            : tokenizer.FindToken("<tool_call>") is not null ? ToolCallFormat.Hermes
            : tokenizer.FindToken("<|python_tag|>") is not null ? ToolCallFormat.Llama3
            : ToolCallFormat.Plain;
}
