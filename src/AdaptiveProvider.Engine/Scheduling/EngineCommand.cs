using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>What another thread asks of the engine thread.</summary>
internal readonly record struct EngineCommand(EngineCommandKind Kind, RequestState? Request, FinishCause Cause)
{
    public static EngineCommand Shutdown { get; } = new(EngineCommandKind.Shutdown, null, default);

    public static EngineCommand Submit(RequestState request) => new(EngineCommandKind.Submit, request, default);

    public static EngineCommand Abort(RequestState request, FinishCause cause) => new(EngineCommandKind.Abort, request, cause);
}
