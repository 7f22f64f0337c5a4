using System.Collections.Immutable;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Turns messages and <see cref="ChatOptions"/> into a <see cref="ChatRequest"/>; changes neither.</summary>
/// <remarks>
/// A value comes from the options, else from the model's <c>generation_config.json</c>, else it is off. As in transformers, a model samples
/// without being asked only if its configuration says <c>do_sample</c>; then its temperature applies, or 1. Otherwise the default is greedy, and
/// two calls without a seed give the same reply.
/// </remarks>
internal sealed class ChatRequestMapper(
    string modelId, GenerationDefaults defaults, EffortMapping efforts, DepthOptions defaultDepth, ImmutableArray<int> endOfTurnTokens, ConversationMapper? conversations = null)
{
    public ChatRequest Map(IEnumerable<ChatMessage> messages, ChatOptions? options, IChatClient client)
    {
        options ??= new ChatOptions();
        if (options.ModelId is { } wanted && !string.Equals(wanted, modelId, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"The model '{wanted}' is not loaded here; this client runs '{modelId}'. Leave ChatOptions.ModelId null or load that model.");
        }

#pragma warning disable MEAI001 // Refused by its experimental name.
        if (options.ContinuationToken is not null)
        {
            throw new NotSupportedException("ChatOptions.ContinuationToken cannot be used here: replies run in this process and are not kept to be resumed. Leave it null.");
        }
#pragma warning restore MEAI001

        var mapper = conversations ?? throw new InvalidOperationException("Only a chat client maps conversations.");
        var reply = mapper.Plan(options, efforts);
        var (settings, topLogProbabilities) = ToSettings(options, client);
        return new ChatRequest(mapper.Context(messages, options, reply, efforts), settings, topLogProbabilities) { Reply = reply };
    }

    /// <summary>How a reply is drawn under the options, and how many alternatives to report beside each token's log probability.</summary>
    public (CompletionSettings Settings, int? TopLogProbabilities) ToSettings(ChatOptions options, IChatClient? client)
    {
        var raw = RawOptions(options, client);
        var extras = new AdditionalOptions(options.AdditionalProperties);
        int? topLogProbabilities = extras.Integer(AdaptiveOptionKeys.TopLogProbabilities);
        if (topLogProbabilities is < 0 or > TokenLogProbability.LikeliestMax)
        {
            throw OptionError.OutOfRange(AdaptiveOptionKeys.TopLogProbabilities, topLogProbabilities, $"{AdaptiveOptionKeys.TopLogProbabilities} must be 0 to {TokenLogProbability.LikeliestMax}; it is {topLogProbabilities}.");
        }

        var settings = new CompletionSettings
        {
            MaxOutputTokens = options.MaxOutputTokens is null or > 0
                ? options.MaxOutputTokens
                : throw new ArgumentOutOfRangeException(nameof(options), options.MaxOutputTokens, "ChatOptions.MaxOutputTokens must be at least 1."),
            Sampling = ToSampling(options, raw, extras),
            Seed = options.Seed,
            StopSequences = ToStopSequences(options.StopSequences),
            StopTokens = endOfTurnTokens,
            Depth = raw.Depth.Over(DepthOptionFields.Read(extras)).OverDefaults(efforts.DepthFor(options.Reasoning?.Effort)).OverDefaults(defaultDepth).Validated(),

            // The token's own log probability needs the sum over all logits, which comes only with at least one of the highest.
            TopLogitCount = topLogProbabilities is { } likeliest ? Math.Max(likeliest, 1) : 0,
        };
        extras.RefuseUnread();
        return (settings, topLogProbabilities);
    }

    private SamplingSettings ToSampling(ChatOptions options, AdaptiveRequestOptions raw, AdditionalOptions extras) => new SamplingSettings
    {
        Temperature = options.Temperature ?? (defaults.DoSample == true ? defaults.Temperature ?? 1f : 0f),
        TopK = options.TopK ?? defaults.TopK ?? 0,
        TopP = options.TopP ?? defaults.TopP ?? 1f,
        MinP = raw.MinP ?? (float?)extras.Number(AdaptiveOptionKeys.MinP) ?? defaults.MinP ?? 0f,
        RepetitionPenalty = raw.RepetitionPenalty ?? (float?)extras.Number(AdaptiveOptionKeys.RepetitionPenalty) ?? defaults.RepetitionPenalty ?? 1f,
        PresencePenalty = options.PresencePenalty ?? 0f,
        FrequencyPenalty = options.FrequencyPenalty ?? 0f,
    }.Validated();

    private static ImmutableArray<string> ToStopSequences(IList<string>? sequences)
    {
        if (sequences?.Any(string.IsNullOrEmpty) == true)
        {
            throw new ArgumentException("ChatOptions.StopSequences holds an empty text, which would end every reply at once.", nameof(sequences));
        }

        return sequences is null ? [] : [.. sequences];
    }

    // Options of another provider may come from the same factory; they are not ours to judge.
    private static AdaptiveRequestOptions RawOptions(ChatOptions options, IChatClient? client)
        => client is not null && options.RawRepresentationFactory is { } factory && factory(client) is AdaptiveRequestOptions raw ? raw : new AdaptiveRequestOptions();
}
