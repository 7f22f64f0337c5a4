namespace AdaptiveProvider.Engine.Tests;

/// <summary>Tests that measure time or memory: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "Alone";
}
