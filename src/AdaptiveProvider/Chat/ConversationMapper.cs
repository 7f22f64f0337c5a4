using System.Text.Json.Nodes;
using AdaptiveProvider.Chat.Replies;
using AdaptiveProvider.Chat.Thinking;
using AdaptiveProvider.Chat.Tools;
using AdaptiveProvider.Models.Templates;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Turns what options say about tools, formats and thinking into what the template sees and what the reply may consist of.</summary>
/// <param name="conventions">How the model writes.</param>
/// <param name="template">The model's template.</param>
/// <param name="strictSchemas">Schemas are strict where a call does not say.</param>
internal sealed class ConversationMapper(ModelConventions conventions, ChatTemplate template, bool strictSchemas)
{
    // SmolLM 3 reads its JSON tools under this name.
    private const string XmlTools = "xml_tools";

    /// <summary>What the reply may consist of.</summary>
    /// <exception cref="ArgumentException">A function is required that is not there, or a value is no truth value.</exception>
    public ReplyPlan Plan(ChatOptions options, EffortMapping efforts)
    {
        var tools = ToolPlan.Of(options);
        var shape = tools is { Required.IsEmpty: false } ? ReplyShapes.OfCall(tools, conventions.Tools)
            : options.ResponseFormat is ChatResponseFormatJson json ? ReplyShapes.OfJson(json, tools, conventions.Tools, IsStrict(options))
            : null;
        return new ReplyPlan
        {
            Tools = tools,
            Shape = shape,

            // A form is held from the first token on, which leaves no room for a thought.
            SkipsThinking = conventions.Thinking is not null && (shape is not null || efforts.SwitchesThinkingOff(options.Reasoning?.Effort)),
            HidesThinking = options.Reasoning?.Output == ReasoningOutput.None,
        };
    }

    /// <summary>What the template sees.</summary>
    /// <exception cref="ArgumentException">There is no message at all.</exception>
    /// <exception cref="NotSupportedException">A message holds something that the model cannot read.</exception>
    public JsonObject Context(IEnumerable<ChatMessage> messages, ChatOptions options, ReplyPlan plan, EffortMapping efforts)
    {
        var context = new JsonObject
        {
            ["messages"] = TemplateMessages.From(messages, options.Instructions, Appendix(options, plan), conventions),
            ["add_generation_prompt"] = true,
        };
        if (plan.Tools is { } tools && !conventions.Tools.IsPlain)
        {
            context["tools"] = ToolDescriptions.ForTemplate(tools.Functions);
            if (template.Mentions(XmlTools))
            {
                context[XmlTools] = ToolDescriptions.ForTemplate(tools.Functions);
            }
        }

        if (conventions.Thinking?.HasSwitch == true && (plan.SkipsThinking || efforts.SwitchesThinkingOn(options.Reasoning?.Effort)))
        {
            context[ThinkingFormat.Switch] = !plan.SkipsThinking;
        }

        return context;
    }

    /// <summary>The prompt that the reply goes on from.</summary>
    /// <param name="rendered">What the template has written.</param>
    /// <param name="plan">What the reply may consist of.</param>
    public static string Prompt(string rendered, ReplyPlan plan)
        => (plan.SkipsThinking ? ThinkingFormat.WithoutThought(rendered) : rendered) + plan.Shape?.Opening;

    private string? Appendix(ChatOptions options, ReplyPlan plan)
    {
        string tools = plan.Tools is { } described && conventions.Tools.IsPlain ? ToolDescriptions.AsText(described.Functions) : "";
        string format = options.ResponseFormat is ChatResponseFormatJson json ? ReplyShapes.AsText(json) : "";
        return tools.Length > 0 && format.Length > 0 ? $"{tools}\n\n{format}" : tools + format;
    }

    private bool IsStrict(ChatOptions options) => new AdditionalOptions(options.AdditionalProperties).Flag("strict") ?? strictSchemas;
}
