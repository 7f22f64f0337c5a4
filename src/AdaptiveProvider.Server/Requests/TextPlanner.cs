using System.Collections.Frozen;
using System.Globalization;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Replies;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>Turns the body of a text completion into completions of the model.</summary>
internal static class TextPlanner
{
    // OpenAI's own; a plain completion rarely ends by itself.
    private const int DefaultMaxTokens = 16;

    private const int LogprobsMax = 5;

    /// <exception cref="ApiException">A field cannot be served.</exception>
    public static ReplyPlan Plan(TextCompletionRequest request, IChatClient client, AdaptiveServerOptions limits, DateTimeOffset now)
    {
        var model = client.GetService<AdaptiveModel>() ?? throw new ApiException(
            404, "invalid_request_error", "unknown_url", null, "Plain completions need a model of this process; use /v1/chat/completions.");
        ThrowIfUnsupported(request);
        var served = ServedModels.Of(client, limits).Resolve(request.Model);
        var prompts = TextPrompts.From(request.Prompt, model);
        int count = ChoiceCount.Of(request.N, prompts.Count, limits.MaxChoices);
        var options = SamplingFields.ToOptions(request, request.MaxTokens ?? DefaultMaxTokens);
        DepthFields.Apply(request, served.Suffix, model.Capabilities, options);
        return new ReplyPlan
        {
            Format = new TextReplyFormat(served.Name, now),
            Sources = [.. from prompt in prompts from i in Enumerable.Range(0, count) select Source(request, model, prompt, SamplingFields.ForReply(options, i))],
            RepliesPerPrompt = count,
            Streams = request.Stream == true,
            IncludesUsage = request.StreamOptions?.IncludeUsage == true,
        };
    }

    private static TextReplySource Source(TextCompletionRequest request, AdaptiveModel model, int[] prompt, ChatOptions options)
    {
        var settings = model.CompletionSettingsFrom(options);
        return new TextReplySource(model, prompt, settings with
        {
            TopLogitCount = request.Logprobs is { } likeliest ? Math.Max(likeliest, 1) : 0,
            Sampling = settings.Sampling with { LogitBias = ToBias(request.LogitBias) },
        })
        {
            Likeliest = request.Logprobs,
            Echoes = request.Echo == true,
        };
    }

    private static FrozenDictionary<int, float>? ToBias(Dictionary<string, float>? bias)
        => bias?.ToFrozenDictionary(entry => int.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out int token)
            ? token
            : throw ApiException.Invalid("logit_bias", $"logit_bias names tokens by their ids; '{entry.Key}' is none."), entry => entry.Value);

    private static void ThrowIfUnsupported(TextCompletionRequest request)
    {
        if (!string.IsNullOrEmpty(request.Suffix))
        {
            throw ApiException.Unsupported("suffix", "Text after the completion cannot be given.");
        }

        if (request.BestOf is { } best && best != (request.N ?? 1))
        {
            throw ApiException.Unsupported("best_of", "best_of must be left out or equal n.");
        }

        if (request.Logprobs is < 0 or > LogprobsMax)
        {
            throw ApiException.Invalid("logprobs", $"logprobs must be 0 to {LogprobsMax}; it is {request.Logprobs}.");
        }

        if (request.Logprobs is not null && request.Echo == true)
        {
            throw ApiException.Unsupported("echo", "Log probabilities of the prompt are not computed: leave echo or logprobs out.");
        }
    }
}
