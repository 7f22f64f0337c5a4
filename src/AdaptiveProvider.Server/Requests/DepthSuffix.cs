namespace AdaptiveProvider.Server.Requests;

/// <summary>What a model name's suffix says about depth, for clients that cannot send fields of their own.</summary>
internal enum DepthSuffix
{
    /// <summary>There is none: the client's default.</summary>
    None,

    /// <summary><c>:fast</c>: half of full depth on average, or as little as the model can.</summary>
    Fast,

    /// <summary><c>:exact</c>: full depth.</summary>
    Exact,
}
