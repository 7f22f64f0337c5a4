using System.Collections.Immutable;

namespace AdaptiveProvider;

/// <summary>A token and how likely the model found it in its place, before penalties, temperature and truncation.</summary>
/// <param name="Token">The token id.</param>
/// <param name="Text">What it reads as alone; bytes that are no whole character are shown as U+FFFD.</param>
/// <param name="Bytes">Its text in UTF-8, exactly; joined over tokens they give the reply.</param>
/// <param name="LogProbability">Natural logarithm of its probability, 0 or less.</param>
public sealed record TokenLogProbability(int Token, string Text, ImmutableArray<byte> Bytes, double LogProbability)
{
    /// <summary>The likeliest tokens in this place, likeliest first, as many as were asked for.</summary>
    public ImmutableArray<TokenLogProbability> Likeliest { get; init; } = [];

    /// <summary>Most tokens that can be asked for in each place.</summary>
    public const int LikeliestMax = 20;
}
