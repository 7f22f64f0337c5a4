using System.Collections.Frozen;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>How a request's next token is drawn from the logits. Validated once; immutable.</summary>
/// <remarks>Order of application: logit bias, repetition, presence and frequency penalties, token mask, temperature, top-k, top-p, min-p, draw.</remarks>
public sealed record SamplingSettings
{
    /// <summary>The highest logit wins.</summary>
    public static SamplingSettings Greedy { get; } = new();

    /// <summary>Divides the logits; 0 is greedy. Range 0 to 100. Default 0.</summary>
    public float Temperature { get; init; }

    /// <summary>Keeps the k highest logits; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Keeps the smallest set of tokens whose probability reaches this; range (0, 1]; 1 keeps all.</summary>
    public float TopP { get; init; } = 1f;

    /// <summary>Keeps tokens with at least this fraction of the highest probability; range [0, 1); 0 keeps all.</summary>
    public float MinP { get; init; }

    /// <summary>Divides positive and multiplies negative logits of tokens seen in prompt or reply (CTRL, section 4.1); 1 is off; above 0.</summary>
    public float RepetitionPenalty { get; init; } = 1f;

    /// <summary>Subtracted once from the logit of every token already in the reply (OpenAI); range [-2, 2].</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Subtracted from a token's logit once per occurrence in the reply (OpenAI); range [-2, 2].</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Added to the logits of the named tokens before anything else (OpenAI); range [-100, 100].</summary>
    public FrozenDictionary<int, float>? LogitBias { get; init; }

    /// <summary>True when the highest logit simply wins.</summary>
    public bool IsGreedy => Temperature == 0f;

    /// <summary>True when tokens already seen change the logits.</summary>
    public bool HasPenalties => RepetitionPenalty != 1f || PresencePenalty != 0f || FrequencyPenalty != 0f;

    /// <summary>Returns the settings when every value is in range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the exception names it.</exception>
    public SamplingSettings Validated()
    {
        Require(Temperature is >= 0 and <= 100, Temperature, nameof(Temperature), "0 to 100");
        Require(TopK >= 0, TopK, nameof(TopK), "0 (off) or more");
        Require(TopP is > 0 and <= 1, TopP, nameof(TopP), "above 0, up to 1");
        Require(MinP is >= 0 and < 1, MinP, nameof(MinP), "0 up to below 1");
        Require(RepetitionPenalty is > 0 and <= 100, RepetitionPenalty, nameof(RepetitionPenalty), "above 0, up to 100");
        Require(PresencePenalty is >= -2 and <= 2, PresencePenalty, nameof(PresencePenalty), "-2 to 2");
        Require(FrequencyPenalty is >= -2 and <= 2, FrequencyPenalty, nameof(FrequencyPenalty), "-2 to 2");
        foreach (var (token, bias) in LogitBias ?? FrozenDictionary<int, float>.Empty)
        {
            Require(token >= 0 && bias is >= -100 and <= 100, bias, $"{nameof(LogitBias)}[{token}]", "-100 to 100");
        }

        return this;
    }

    private static void Require(bool inRange, object value, string name, string range)
    {
        if (!inRange)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
        }
    }
}
