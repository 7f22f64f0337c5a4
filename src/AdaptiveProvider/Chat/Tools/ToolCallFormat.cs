using System.Collections.Immutable;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>How a model writes calls of functions. The formats are those of published models' templates, and one of ours for templates that know no tools.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Openings">Texts of which each begins calls, wherever it stands.</param>
/// <param name="Closing">The text that ends a call; null where its JSON does.</param>
internal sealed record ToolCallFormat(string Name, ImmutableArray<string> Openings, string? Closing)
{
    /// <summary>Hermes and Qwen: <c>&lt;tool_call&gt;{"name": …, "arguments": {…}}&lt;/tool_call&gt;</c>.</summary>
    public static ToolCallFormat Hermes { get; } = new("hermes", ["<tool_call>"], "</tool_call>") { ForcedOpening = "<tool_call>\n" };

    /// <summary>Llama 3.1 to 3.3: the reply is <c>{"name": …, "parameters": {…}}</c>, with or without <c>&lt;|python_tag|&gt;</c> before it.</summary>
    public static ToolCallFormat Llama3 { get; } = new("llama3", ["<|python_tag|>"], null)
    {
        ArgumentsKey = "parameters",
        StartsBare = true,
        WritesOneCallPerMessage = true,
    };

    /// <summary>Mistral: <c>[TOOL_CALLS][{"name": …, "arguments": {…}}]</c>.</summary>
    public static ToolCallFormat Mistral { get; } = new("mistral", ["[TOOL_CALLS]"], null) { ForcedOpening = "[TOOL_CALLS][", ForcedEnd = "}]", IdLength = 9 };

    /// <summary>Mistral since 2025: <c>[TOOL_CALLS]name[ARGS]{…}</c>.</summary>
    public static ToolCallFormat MistralArguments { get; } = new("mistral-args", ["[TOOL_CALLS]"], null)
    {
        ArgumentsMarker = "[ARGS]",
        ForcedOpening = "[TOOL_CALLS]",
        ForcedEnd = "",
        IdLength = 9,
    };

    /// <summary>Ours, where the template knows no tools or writes their calls in a way not known here: the Hermes form, described in the system message.</summary>
    public static ToolCallFormat Plain { get; } = Hermes with { Name = "plain", IsPlain = true, ForcedOpening = "<tool_call>" };

    /// <summary>True where tools, calls and results are written as plain text, since the template would not write them.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>The key of the arguments beside <c>name</c>.</summary>
    public string ArgumentsKey { get; private init; } = "arguments";

    /// <summary>The text between a name and its arguments where calls are no JSON objects; null elsewhere.</summary>
    public string? ArgumentsMarker { get; private init; }

    /// <summary>True when a reply that begins with a JSON object may be a call.</summary>
    public bool StartsBare { get; private init; }

    /// <summary>True when the template takes only one call in a message.</summary>
    public bool WritesOneCallPerMessage { get; private init; }

    /// <summary>Letters and digits that the template wants in an id; null where it takes any id.</summary>
    public int? IdLength { get; private init; }

    /// <summary>What a reply that must call begins with.</summary>
    public string ForcedOpening { get; private init; } = "";

    /// <summary>What stands behind the arguments of a call that was forced.</summary>
    public string ForcedEnd { get; private init; } = "}";

    /// <summary>What stands between <see cref="ForcedOpening"/> and the arguments of a forced call.</summary>
    public string ForcedName(string function) => ArgumentsMarker is { } marker ? function + marker : $"{{\"name\": {JsonName.Quote(function)}, \"{ArgumentsKey}\":";
}
