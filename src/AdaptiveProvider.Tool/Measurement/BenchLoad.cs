namespace AdaptiveProvider.Tool.Measurement;

/// <summary>The work of one measurement.</summary>
/// <param name="PromptTokens">Prompt tokens of each request.</param>
/// <param name="GeneratedTokens">Tokens that each request generates; at least 2.</param>
/// <param name="Repetitions">Runs of which the median counts.</param>
internal sealed record BenchLoad(int PromptTokens, int GeneratedTokens, int Repetitions)
{
    /// <summary>Tokens that a request holds at its end.</summary>
    public int SlotLength => PromptTokens + GeneratedTokens;

    /// <summary>Refuses a load that a model's context does not hold.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    public void ThrowIfLongerThan(int context, string model)
    {
        if (SlotLength > context)
        {
            throw new UsageException($"--prompt and --generate make {SlotLength} tokens; {model} has a context of {context}.");
        }
    }
}
