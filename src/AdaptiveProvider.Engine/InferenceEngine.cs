namespace AdaptiveProvider.Engine;

/// <summary>Runs requests on an executor: drain commands, plan, execute, commit, publish.</summary>
public sealed class InferenceEngine
{
}
