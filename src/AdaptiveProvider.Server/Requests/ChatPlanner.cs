using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Replies;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>Turns the body of a chat completion into calls of the chat client.</summary>
internal static class ChatPlanner
{
    /// <exception cref="ApiException">A field cannot be served.</exception>
    public static ReplyPlan Plan(ChatCompletionRequest request, IChatClient client, AdaptiveServerOptions limits, DateTimeOffset now)
    {
        ThrowIfUnsupported(request);
        var model = ServedModels.Of(client, limits).Resolve(request.Model);
        var messages = ChatMessages.From(request.Messages);
        var options = ToOptions(request, model, client);
        int count = ChoiceCount.Of(request.N, 1, limits.MaxChoices);
        return new ReplyPlan
        {
            Format = new ChatReplyFormat(model.Name, now),
            Sources = [.. Enumerable.Range(0, count).Select(i => (IReplySource)new ChatReplySource(client, messages, SamplingFields.ForReply(options, i)))],
            RepliesPerPrompt = count,
            Streams = request.Stream == true,
            IncludesUsage = request.StreamOptions?.IncludeUsage == true,
        };
    }

    private static ChatOptions ToOptions(ChatCompletionRequest request, ServedModel model, IChatClient client)
    {
        var options = SamplingFields.ToOptions(request, request.MaxCompletionTokens ?? request.MaxTokens);
        options.ResponseFormat = FormatFields.ToFormat(request.ResponseFormat);
        if (request.ResponseFormat?.JsonSchema?.Strict is { } strict)
        {
            // The key that OpenAI's client for IChatClient reads, and ours.
            options.AdditionalProperties!["strict"] = strict;
        }

        options.Reasoning = FormatFields.ToReasoning(request.ReasoningEffort);
        ToolFields.Apply(request, options);
        if (request.Logprobs == true)
        {
            options.AdditionalProperties![AdaptiveOptionKeys.TopLogProbabilities] = request.TopLogprobs ?? 0;
        }
        else if (request.TopLogprobs is not null)
        {
            throw ApiException.Invalid("top_logprobs", "top_logprobs needs logprobs: true.");
        }

        DepthFields.Apply(request, model.Suffix, client.GetService<AdaptiveModel>()?.Capabilities, options);
        return options;
    }

    private static void ThrowIfUnsupported(ChatCompletionRequest request)
    {
        if (request.LogitBias is { Count: > 0 })
        {
            throw ApiException.Unsupported("logit_bias", "logit_bias is served by /v1/completions only.");
        }

        if (request.Modalities?.Any(modality => modality != "text") == true)
        {
            throw ApiException.Unsupported("modalities", "Replies are text only.");
        }
    }
}
