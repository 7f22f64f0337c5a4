using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>An executor on a device, for the suites that every executor must pass.</summary>
public interface IExecutorKind
{
    /// <summary>Loads a model; skips the test where the device is missing or does not have the precision.</summary>
    IModelExecutor Load(ModelSpec spec, DecoderWeights weights, TestExecutorOptions options);

    /// <summary>
    /// How far a logit of the same row may differ from batch to batch; 0 where a row has the same bits alone and in any company.
    /// </summary>
    double RowTolerance(TestPrecision weights);

    /// <summary>Bytes of keys and values of one cached token.</summary>
    long CacheBytesPerToken(IModelExecutor executor);
}
