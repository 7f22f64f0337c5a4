using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Execution;

/// <summary>Loads models onto devices that the application did not have before: how an executor package is plugged in.</summary>
public interface IExecutorFactory
{
    /// <summary>The names of its devices, for messages: for example "torch, cuda, cuda:1, mps".</summary>
    string DeviceNames { get; }

    /// <summary>True when a name is one of its devices, there or not.</summary>
    bool Runs(string device);

    /// <summary>True when it has a device here that is faster than the processor. Quick where the answer is no, and never throws.</summary>
    bool HasAccelerator();

    /// <summary>Loads a model.</summary>
    /// <param name="spec">The model's mathematics.</param>
    /// <param name="weights">Its weights, readable while the executor lives.</param>
    /// <param name="request">Which device, and how.</param>
    /// <param name="progress">Told the fraction that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <exception cref="AdaptiveProvider.Engine.AdaptiveProviderException">The device or the precision is missing, or the model does not fit.</exception>
    IModelExecutor Load(ModelSpec spec, DecoderWeights weights, ExecutorRequest request, IProgress<double>? progress, CancellationToken cancellationToken);
}
