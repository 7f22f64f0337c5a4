namespace AdaptiveProvider.Engine.Requests;

/// <summary>Why a reply ended.</summary>
public enum FinishCause
{
    /// <summary>A stop token was drawn.</summary>
    StopToken,

    /// <summary>The maximum output tokens were generated.</summary>
    MaxOutputTokens,

    /// <summary>The context is full.</summary>
    ContextFull,

    /// <summary>The reader ended the stream, for example at a stop string.</summary>
    ReaderStopped,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The engine failed or shut down.</summary>
    Failed,
}
