using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>Times one request's tokens and says which share of depth holds the wanted time per token. Replies then depend on how busy the machine is.</summary>
internal sealed class DepthPace(TimeSpan target, double leastShare, TimeProvider time)
{
    private readonly LatencyController _controller = new(target, leastShare);
    private long _last;

    /// <summary>Takes in when a token was known; returns the share of depth for the next.</summary>
    public double TokenFinished(long at)
    {
        if (_last != 0)
        {
            _controller.TokenFinished(time.GetElapsedTime(_last, at));
        }

        _last = at;
        return _controller.Share;
    }
}
