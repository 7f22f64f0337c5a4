using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>One reply and what it cost; times are the engine's, so that a reader that comes late changes nothing.</summary>
/// <param name="Tokens">The tokens; at least 2.</param>
/// <param name="Summary">What it cost.</param>
internal sealed record TimedReply(int[] Tokens, GenerationSummary Summary)
{
    /// <summary>From submission to the end.</summary>
    public double Seconds => (Summary.QueueTime + Summary.PrefillTime + Summary.DecodeTime).TotalSeconds;

    /// <summary>Time per token after the first.</summary>
    public double SecondsPerToken => Summary.DecodeTime.TotalSeconds / (Tokens.Length - 1);
}
