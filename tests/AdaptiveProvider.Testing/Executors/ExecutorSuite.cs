using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Tests that every executor must pass; a test project names the executor by deriving.</summary>
public abstract class ExecutorSuite(IExecutorKind kind)
{
    /// <summary>Logits in single precision may differ so far from the double-precision reference.</summary>
    protected const double SingleTolerance = 1e-4;

    protected IExecutorKind Kind { get; } = kind;

    protected TinyExecutor Open(string name, TestExecutorOptions? options = null, Func<ModelSpec, ModelSpec>? change = null)
        => new(Kind, TinyModels.Get(name), options, change);

    protected TinyExecutor Open(string name, TestPrecision weights) => Open(name, new TestExecutorOptions { Weights = weights });

    /// <summary>The rows are the same: bit by bit, or within the executor's tolerance and its near-ties.</summary>
    protected void AssertSame(ReadOnlySpan<SampledToken> expected, ReadOnlySpan<SampledToken> actual, TestPrecision weights = TestPrecision.F32)
        => TokenAssert.Same(expected, actual, Kind.RowTolerance(weights));

    protected void AssertSame(SampledToken expected, SampledToken actual, TestPrecision weights = TestPrecision.F32) => AssertSame([expected], [actual], weights);
}
