namespace AdaptiveProvider.Models.Configuration;

/// <summary>What a family's transformers configuration takes for fields that config.json leaves out.</summary>
internal sealed record DecoderDefaults
{
    /// <summary>max_position_embeddings.</summary>
    public int ContextLength { get; init; } = 2048;

    /// <summary>rms_norm_eps.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>rope_theta.</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>num_key_value_heads where the field is absent; null for as many as query heads, which is also what an explicit null means.</summary>
    public int? KvHeadCount { get; init; }

    /// <summary>head_dim; null for hidden size over heads.</summary>
    public int? HeadDim { get; init; }

    /// <summary>tie_word_embeddings.</summary>
    public bool TiedHead { get; init; }
}
