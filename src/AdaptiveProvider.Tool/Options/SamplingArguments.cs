using System.Collections.Immutable;
using System.CommandLine;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Engine.Sampling;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Options;

/// <summary>The options that say how a reply is drawn and when it ends.</summary>
internal sealed class SamplingArguments
{
    private readonly Option<int?> _maxTokens = NumberOption.Create<int>("--max-tokens", "Most tokens to generate.", "N");
    private readonly Option<float?> _temperature = NumberOption.Create<float>("--temperature", "Randomness; 0 takes the likeliest token.", "T");
    private readonly Option<long?> _seed = NumberOption.Create<long>("--seed", "Seed of the draws; the same seed gives the same reply.", "S");
    private readonly Option<float?> _topP = NumberOption.Create<float>("--top-p", "Keep the likeliest tokens that together reach this probability.", "P");
    private readonly Option<int?> _topK = NumberOption.Create<int>("--top-k", "Keep the K likeliest tokens.", "K");
    private readonly Option<float?> _minP = NumberOption.Create<float>("--min-p", "Keep tokens with at least this fraction of the highest probability.", "P");
    private readonly Option<float?> _repetitionPenalty = NumberOption.Create<float>("--repetition-penalty", "Divide the logits of tokens seen; 1 is off.", "X");
    private readonly Option<float?> _presencePenalty = NumberOption.Create<float>("--presence-penalty", "Subtract from tokens already in the reply.", "X");
    private readonly Option<float?> _frequencyPenalty = NumberOption.Create<float>("--frequency-penalty", "Subtract per occurrence in the reply.", "X");
    private readonly Option<string[]> _stop = new("--stop") { Description = "End the reply before this text; may be repeated.", HelpName = "TEXT" };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_maxTokens);
        command.Add(_temperature);
        command.Add(_seed);
        command.Add(_topP);
        command.Add(_topK);
        command.Add(_minP);
        command.Add(_repetitionPenalty);
        command.Add(_presencePenalty);
        command.Add(_frequencyPenalty);
        command.Add(_stop);
    }

    /// <summary>The settings for raw completion: what is not given is off, and the default is greedy.</summary>
    public CompletionSettings ToCompletionSettings(ParseResult arguments, int defaultMaxTokens) => new()
    {
        MaxOutputTokens = MaxTokens(arguments) ?? defaultMaxTokens,
        Seed = arguments.GetValue(_seed),
        StopSequences = Stops(arguments),
        Sampling = new SamplingSettings
        {
            Temperature = arguments.GetValue(_temperature) ?? 0f,
            TopP = arguments.GetValue(_topP) ?? 1f,
            TopK = arguments.GetValue(_topK) ?? 0,
            MinP = arguments.GetValue(_minP) ?? 0f,
            RepetitionPenalty = arguments.GetValue(_repetitionPenalty) ?? 1f,
            PresencePenalty = arguments.GetValue(_presencePenalty) ?? 0f,
            FrequencyPenalty = arguments.GetValue(_frequencyPenalty) ?? 0f,
        }.Validated(),
    };

    /// <summary>The options for chat: what is not given is the model's own default.</summary>
    public ChatOptions ToChatOptions(ParseResult arguments, string? instructions)
    {
        var options = new ChatOptions
        {
            Instructions = instructions,
            MaxOutputTokens = MaxTokens(arguments),
            Temperature = arguments.GetValue(_temperature),
            TopP = arguments.GetValue(_topP),
            TopK = arguments.GetValue(_topK),
            PresencePenalty = arguments.GetValue(_presencePenalty),
            FrequencyPenalty = arguments.GetValue(_frequencyPenalty),
            Seed = arguments.GetValue(_seed),
            StopSequences = [.. Stops(arguments)],
            AdditionalProperties = [],
        };
        AddExtra(AdaptiveOptionKeys.MinP, arguments.GetValue(_minP));
        AddExtra(AdaptiveOptionKeys.RepetitionPenalty, arguments.GetValue(_repetitionPenalty));
        return options;

        void AddExtra(string key, object? value)
        {
            if (value is not null)
            {
                options.AdditionalProperties[key] = value;
            }
        }
    }

    private int? MaxTokens(ParseResult arguments) => ModelArguments.Positive(arguments.GetValue(_maxTokens), "--max-tokens");

    private ImmutableArray<string> Stops(ParseResult arguments)
    {
        string[] stops = arguments.GetValue(_stop) ?? [];
        return stops.Contains("") ? throw new UsageException("--stop is empty, which would end every reply at once.") : [.. stops];
    }
}
