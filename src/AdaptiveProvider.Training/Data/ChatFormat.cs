using System.Collections.Immutable;
using System.Text;

namespace AdaptiveProvider.Training.Data;

/// <summary>
/// How a conversation is spelled: <c>&lt;|role|&gt;content&lt;|end|&gt;</c> per message, nothing between. The one definition of the special tokens, the
/// template that model folders carry, and the text that training sees.
/// </summary>
public sealed class ChatFormat
{
    private const string SystemRole = "system";
    private const string UserRole = "user";
    private const string AssistantRole = "assistant";

    private ChatFormat()
    {
    }

    /// <summary>The format of the models trained here.</summary>
    public static ChatFormat Default { get; } = new();

    /// <summary>Ends a document and separates documents; also stands for the beginning of a text where one is needed.</summary>
    public string EndOfText { get; } = "<|endoftext|>";

    /// <summary>Ends a message.</summary>
    public string EndOfMessage { get; } = "<|end|>";

    /// <summary>What makes the model reply.</summary>
    public string GenerationPrompt { get; } = RoleToken(AssistantRole);

    /// <summary>The special tokens; their ids are their places.</summary>
    public ImmutableArray<string> SpecialTokens =>
    [
        EndOfText, RoleToken(SystemRole), RoleToken(UserRole), RoleToken(AssistantRole), EndOfMessage, "<|tool_call|>", "<|tool_result|>", "<|reserved_7|>",
    ];

    /// <summary>The tokens that end a reply.</summary>
    public ImmutableArray<string> StopTokens => [EndOfMessage, EndOfText];

    /// <summary>The format as a Jinja template; it refuses roles other than system, user and assistant.</summary>
    public string Template =>
        $$$"""
        {%- for message in messages -%}
        {%- if message['role'] not in ['{{{SystemRole}}}', '{{{UserRole}}}', '{{{AssistantRole}}}'] -%}
        {{- raise_exception('The role must be system, user or assistant, not ' + message['role']) -}}
        {%- endif -%}
        {{- '<|' + message['role'] + '|>' + message['content'] + '{{{EndOfMessage}}}' -}}
        {%- endfor -%}
        {%- if add_generation_prompt -%}
        {{- '{{{GenerationPrompt}}}' -}}
        {%- endif -%}
        """;

    /// <summary>Whether the model is to learn to write messages of a role.</summary>
    public static bool IsLearned(string role) => role == AssistantRole;

    /// <summary>Whether a role may open an exchange.</summary>
    public static bool IsOpening(string role) => role == UserRole;

    /// <summary>Whether a role gives instructions that hold for the whole conversation.</summary>
    public static bool IsInstruction(string role) => role == SystemRole;

    /// <summary>The token that begins a message.</summary>
    /// <exception cref="CorpusException">There is no such role.</exception>
    public static string RoleToken(string role) => role is SystemRole or UserRole or AssistantRole
        ? $"<|{role}|>"
        : throw new CorpusException($"The role \"{role}\" is none of system, user and assistant.");

    /// <summary>A conversation as text; equal to what the template renders.</summary>
    public string Render(IEnumerable<TrainingMessage> messages, bool addGenerationPrompt)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var text = new StringBuilder();
        foreach (var message in messages)
        {
            text.Append(RoleToken(message.Role)).Append(message.Content).Append(EndOfMessage);
        }

        return (addGenerationPrompt ? text.Append(GenerationPrompt) : text).ToString();
    }
}
