namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>A reply that was given, read at some depth.</summary>
/// <param name="Predicted">The most likely token at each position, given the reply so far, [tokens].</param>
/// <param name="Nats">The negative log probability of the given tokens together.</param>
/// <param name="Layers">Layer applications spent on them.</param>
internal sealed record ScoredReply(int[] Predicted, double Nats, long Layers)
{
    /// <summary>Positions at which another reading predicts the same token.</summary>
    public long AgreedWith(ScoredReply other) => Predicted.Zip(other.Predicted).LongCount(pair => pair.First == pair.Second);
}
