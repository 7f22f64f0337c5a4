namespace AdaptiveProvider.Hosting;

/// <summary>What a hosted model is doing.</summary>
public enum HostedModelState
{
    /// <summary>Nobody has asked for it yet.</summary>
    NotStarted,

    /// <summary>Its files are read and its weights prepared; calls wait.</summary>
    Loading,

    /// <summary>It takes calls.</summary>
    Ready,

    /// <summary>Loading failed, or its engine did; calls throw until <see cref="HostedModel.RetryAsync"/> succeeds.</summary>
    Failed,

    /// <summary>The host has stopped it.</summary>
    Stopped,
}
