namespace AdaptiveProvider.Engine;

/// <summary>Whether an engine can serve.</summary>
public enum EngineHealth
{
    /// <summary>Every step runs as planned.</summary>
    Healthy,

    /// <summary>Steps run out of memory, so they are smaller than planned; recovers by itself.</summary>
    Degraded,

    /// <summary>A failure stopped the engine for good; every call throws <see cref="EngineFaultedException"/> with the cause.</summary>
    Faulted,
}
