using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Executors;

namespace AdaptiveProvider.Torch.Tests;

/// <summary>The libtorch executor on one device; rows agree within rounding from batch to batch.</summary>
internal sealed class TorchExecutorKind(string device, SamplingPlace sampling = SamplingPlace.Auto) : IExecutorKind
{
    public IModelExecutor Load(ModelSpec spec, DecoderWeights weights, TestExecutorOptions options)
    {
        TorchDevices.Require(device);
        Skip.IfNot(options.KeyValues is TestPrecision.Auto or TestPrecision.F32 || options.KeyValues == options.Weights, "The cache has the type of the activations.");
        var torchOptions = new TorchExecutorOptions
        {
            Device = device,
            Weights = options.Weights switch
            {
                TestPrecision.F32 => TorchPrecision.F32,
                TestPrecision.BF16 => TorchPrecision.BF16,
                TestPrecision.F16 => TorchPrecision.F16,
                TestPrecision.EightBit => TorchPrecision.Int8,
                _ => TorchPrecision.Auto,
            },
            Threads = device == "cpu" ? options.Threads : null,
            SlotCount = options.SlotCount,
            SlotLength = options.SlotLength,
            StepRowsMax = options.StepRowsMax,
            KeptRowsMax = options.KeptRowsMax,
            DraftVocabulary = options.DraftVocabulary,
            Sampling = sampling,
        };
        Skip.If(
            torchOptions.Weights == TorchPrecision.Int8 && (spec.HiddenSize % 16 != 0 || spec.HeadCount * spec.HeadDim % 16 != 0 || spec.IntermediateSize % 16 != 0),
            "libtorch's int8 products need inputs that are a multiple of 16.");
        try
        {
            return TorchModelExecutor.Load(spec, weights, torchOptions);
        }
        catch (TorchRuntimeException missing) when (torchOptions.Weights == TorchPrecision.Int8)
        {
            throw new SkipException(missing.Message);
        }
    }

    // The narrow random models amplify the rounding of 16-bit activations; their logits are some units wide.
    public double RowTolerance(TestPrecision weights) => weights == TestPrecision.F32 ? 1e-4 : 1.0;

    public long CacheBytesPerToken(IModelExecutor executor) => ((TorchModelExecutor)executor).Memory.CachePerToken;
}
