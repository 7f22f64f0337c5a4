using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AdaptiveProvider.SemanticKernel;

/// <summary>Execution settings of Semantic Kernel for models of AdaptiveProvider: sampling here, depth in the other part.</summary>
/// <remarks>
/// JSON names of sampling are those that Semantic Kernel maps to chat options; the others are <see cref="AdaptiveOptionKeys"/>, so that settings of any
/// type, prompts in JSON and prompts in YAML mean the same.
/// </remarks>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed partial class AdaptivePromptExecutionSettings : PromptExecutionSettings
{
    /// <summary>Randomness of sampling from 0, greedy, up.</summary>
    [JsonPropertyName("temperature")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Temperature { get; set => field = Unfrozen(value); }

    /// <summary>Keeps the most probable tokens that together have this probability, above 0 and at most 1.</summary>
    [JsonPropertyName("top_p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? TopP { get; set => field = Unfrozen(value); }

    /// <summary>Keeps this many of the most probable tokens; 0 keeps all.</summary>
    [JsonPropertyName("top_k")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TopK { get; set => field = Unfrozen(value); }

    /// <summary>The same seed gives the same reply.</summary>
    [JsonPropertyName("seed")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seed { get; set => field = Unfrozen(value); }

    /// <summary>Most tokens of the reply, at least 1.</summary>
    [JsonPropertyName("max_tokens")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxTokens { get; set => field = Unfrozen(value); }

    /// <summary>Lowers the logits of tokens for each time that the reply has used them.</summary>
    [JsonPropertyName("frequency_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? FrequencyPenalty { get; set => field = Unfrozen(value); }

    /// <summary>Lowers the logits of tokens that the reply has used.</summary>
    [JsonPropertyName("presence_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? PresencePenalty { get; set => field = Unfrozen(value); }

    /// <summary>Texts that end the reply and are left out of it.</summary>
    [JsonPropertyName("stop_sequences")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IList<string>? StopSequences { get; set => field = Unfrozen(value); }

    /// <summary><c>text</c>, <c>json_object</c>, or a JSON schema as a <see cref="System.Text.Json.JsonElement"/>.</summary>
    [JsonPropertyName("response_format")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? ResponseFormat { get; set => field = Unfrozen(value); }

    /// <summary><c>none</c>, <c>low</c>, <c>medium</c>, <c>high</c> or <c>xhigh</c>.</summary>
    [JsonPropertyName("reasoning_effort")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasoningEffort { get; set => field = Unfrozen(value); }

    /// <summary>What the model is told before the conversation.</summary>
    [JsonPropertyName("chat_system_prompt")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChatSystemPrompt { get; set => field = Unfrozen(value); }

    /// <summary>Settings of any type as these: null gives new ones, these themselves.</summary>
    /// <exception cref="ArgumentException">A value has the wrong kind; the exception says which.</exception>
    public static AdaptivePromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? settings)
    {
        if (settings is null or AdaptivePromptExecutionSettings)
        {
            return (AdaptivePromptExecutionSettings?)settings ?? new AdaptivePromptExecutionSettings();
        }

        try
        {
            var adaptive = JsonSerializer.Deserialize<AdaptivePromptExecutionSettings>(JsonSerializer.Serialize(settings, settings.GetType()))!;

            // The functions to choose from do not go through JSON.
            adaptive.FunctionChoiceBehavior = settings.FunctionChoiceBehavior;
            return adaptive;
        }
        catch (JsonException cause)
        {
            throw new ArgumentException($"The execution settings hold a value of the wrong kind at {cause.Path}: {cause.Message}", nameof(settings), cause);
        }
    }

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (!IsFrozen)
        {
            StopSequences = StopSequences is null ? null : new ReadOnlyCollection<string>([.. StopSequences]);
            base.Freeze();
        }
    }

    /// <inheritdoc/>
    public override PromptExecutionSettings Clone()
    {
        var copy = new AdaptivePromptExecutionSettings
        {
            ServiceId = ServiceId,
            ModelId = ModelId,
            FunctionChoiceBehavior = FunctionChoiceBehavior,
            ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
            Temperature = Temperature,
            TopP = TopP,
            TopK = TopK,
            Seed = Seed,
            MaxTokens = MaxTokens,
            FrequencyPenalty = FrequencyPenalty,
            PresencePenalty = PresencePenalty,
            StopSequences = StopSequences is null ? null : [.. StopSequences],
            ResponseFormat = ResponseFormat,
            ReasoningEffort = ReasoningEffort,
            ChatSystemPrompt = ChatSystemPrompt,
        };
        copy.CopyDepth(this);
        return copy;
    }

    // Semantic Kernel takes the effort "none" for no effort given.
    /// <inheritdoc/>
    protected override void PrepareChatOptionsForRequest(ChatOptions options)
    {
        if (string.Equals(ReasoningEffort, "none", StringComparison.OrdinalIgnoreCase))
        {
            (options.Reasoning ??= new ReasoningOptions()).Effort = Microsoft.Extensions.AI.ReasoningEffort.None;
        }
    }

    private T Unfrozen<T>(T value)
    {
        ThrowIfFrozen();
        return value;
    }
}
