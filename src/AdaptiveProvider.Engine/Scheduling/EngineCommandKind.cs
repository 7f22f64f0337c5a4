namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>The kinds of command that the engine thread takes.</summary>
internal enum EngineCommandKind
{
    /// <summary>Put a request in line.</summary>
    Submit,

    /// <summary>End a request wherever it is.</summary>
    Abort,

    /// <summary>Take nothing new, drain, and stop.</summary>
    Shutdown,
}
