using System.Collections.Immutable;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models;

/// <summary>What the model's maker recommends for generation; null where nothing is said.</summary>
public sealed record GenerationDefaults
{
    private const string FileName = "generation_config.json";
    private const int TokensMax = int.MaxValue - 1;

    /// <summary>Tokens that end a reply; empty when the model names none.</summary>
    public ImmutableArray<int> EosTokens { get; init; } = [];

    /// <summary>The token before every text.</summary>
    public int? BosToken { get; init; }

    /// <summary>Divides the logits; 0 to 100.</summary>
    public float? Temperature { get; init; }

    /// <summary>Probability that the kept tokens reach; above 0, up to 1.</summary>
    public float? TopP { get; init; }

    /// <summary>Least probability of a kept token, relative to the highest; 0 up to below 1.</summary>
    public float? MinP { get; init; }

    /// <summary>Penalty on tokens already seen; above 0, up to 100; 1 is none.</summary>
    public float? RepetitionPenalty { get; init; }

    /// <summary>Highest logits that are kept; 0 keeps all.</summary>
    public int? TopK { get; init; }

    /// <summary>False where the maker recommends greedy decoding.</summary>
    public bool? DoSample { get; init; }

    /// <summary>Reads generation_config.json where the folder has one; tokens that it does not name come from config.json.</summary>
    internal static GenerationDefaults Read(string folder, ConfigFields config)
    {
        string path = Path.Combine(folder, FileName);
        return Read(File.Exists(path) ? ConfigFields.Load(path) : null, config);
    }

    /// <summary>Reads the fields of generation_config.json, null when there is none, and of config.json.</summary>
    internal static GenerationDefaults Read(ConfigFields? generation, ConfigFields config) => new()
    {
        EosTokens = (generation is null ? null : Tokens(generation)) ?? Tokens(config) ?? [],
        BosToken = generation?.OptionalInt("bos_token_id", 0, TokensMax) ?? config.OptionalInt("bos_token_id", 0, TokensMax),
        Temperature = (float?)generation?.OptionalNumber("temperature", 0, 100),
        TopP = (float?)generation?.OptionalNumber("top_p", 1e-6, 1),
        MinP = (float?)generation?.OptionalNumber("min_p", 0, 0.9999),
        RepetitionPenalty = (float?)generation?.OptionalNumber("repetition_penalty", 1e-3, 100),
        TopK = generation?.OptionalInt("top_k", 0, TokensMax),
        DoSample = generation?.OptionalFlag("do_sample"),
    };

    private static ImmutableArray<int>? Tokens(ConfigFields fields) => fields.OptionalInts("eos_token_id", 0, TokensMax);
}
