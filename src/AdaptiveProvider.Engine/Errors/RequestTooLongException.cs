namespace AdaptiveProvider.Engine;

/// <summary>The prompt and the room asked for the reply do not fit the context of the model or of a slot.</summary>
public sealed class RequestTooLongException(int promptTokens, int maxOutputTokens, int contextTokens) : AdaptiveProviderException(
    $"The prompt has {promptTokens} tokens and asks for {maxOutputTokens} more, but the context holds {contextTokens}. "
    + "Shorten the conversation, lower the maximum output tokens, or load the model with a longer context.")
{
    /// <summary>Tokens in the prompt.</summary>
    public int PromptTokens { get; } = promptTokens;

    /// <summary>Tokens asked for the reply; at least 1.</summary>
    public int MaxOutputTokens { get; } = maxOutputTokens;

    /// <summary>Tokens that a slot holds.</summary>
    public int ContextTokens { get; } = contextTokens;
}
