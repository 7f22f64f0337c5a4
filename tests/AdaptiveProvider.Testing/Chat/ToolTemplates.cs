namespace AdaptiveProvider.Testing.Chat;

/// <summary>ChatML templates that write tools the ways published models do, and thoughts.</summary>
public static class ToolTemplates
{
    /// <summary>Tools as Hermes and Qwen have them.</summary>
    public const string Hermes = Tools + Turns + "{%- if message.tool_calls %}{%- for call in message.tool_calls %}{{ '<tool_call>\\n' + (call.function | tojson) + '\\n</tool_call>' }}{%- endfor %}{%- endif %}" + End;

    /// <summary>Tools as Llama 3.1 has them.</summary>
    public const string Llama3 = Tools + Turns + "{%- if message.tool_calls %}{{ '{\"name\": \"' + message.tool_calls[0].function.name + '\", \"parameters\": ' + (message.tool_calls[0].function.arguments | tojson) + '}' }}{%- endif %}" + End;

    /// <summary>Tools as Mistral has them.</summary>
    public const string Mistral = Tools + Turns + "{%- if message.tool_calls %}{{ '[TOOL_CALLS][' + (message.tool_calls[0].function | tojson) + ']' + message.tool_calls[0].id }}{%- endif %}" + End;

    /// <summary>A model that thinks unless told not to, as Qwen 3 does.</summary>
    public const string Thinking = Turns + End + "{%- if add_generation_prompt and enable_thinking is defined and enable_thinking is false %}{{ '<think>\\n\\n</think>\\n\\n' }}{%- endif %}";

    /// <summary>A model that always thinks: its template begins the thought.</summary>
    public const string AlwaysThinking = Turns + End + "{%- if add_generation_prompt %}{{ '<think>\\n' }}{%- endif %}{#- </think> -#}";

    private const string Tools = "{%- if tools %}{{ 'tools ' + (tools | tojson) + '\\n' }}{%- endif %}";

    private const string Turns = "{%- for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content }}";

    private const string End = "{{ '<|im_end|>\\n' }}{%- endfor %}{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{%- endif %}";
}
