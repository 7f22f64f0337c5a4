using AdaptiveProvider.Cpu;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Tool.Inspection;

/// <summary>What a model takes in memory once it is loaded.</summary>
internal static class MemoryEstimate
{
    // int8 weights share one 16-bit scale per group of 64.
    private const double Int8BytesPerWeight = 1 + (2 / 64.0);

    /// <summary>Bytes of all weights in a precision, shared ones counted once. Gains and biases stay in single precision.</summary>
    public static long WeightBytes(DecoderWeights weights, Precision precision)
        => (long)weights.DistinctTensors().Sum(tensor => tensor.ElementCount * (tensor.Shape.Length < 2 ? sizeof(float) : BytesPerWeight(precision)));

    /// <summary>Bytes of weights that one step reads: all but an embedding that is not also the head, of which it reads single rows.</summary>
    public static long BytesPerStep(DecoderWeights weights, Precision precision)
    {
        long bytes = WeightBytes(weights, precision);
        return ReferenceEquals(weights.Embedding, weights.Head) ? bytes : bytes - (long)(weights.Embedding.ElementCount * BytesPerWeight(precision));
    }

    /// <summary>Bytes that one token adds to the cache: a key and a value per plane.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="elementSize">Bytes per cached element.</param>
    public static long CacheBytesPerToken(ModelSpec spec, int elementSize)
        => 2L * spec.Layout.Stages.Sum(Planes) * spec.KvHeadCount * spec.HeadDim * elementSize;

    private static int Planes(Stage stage)
        => stage.LayerCount * (stage.KvPolicy is KvPolicy.SharedFirst or KvPolicy.SingleOverwritten ? 1 : stage.Loops);

    private static double BytesPerWeight(Precision precision) => precision switch
    {
        Precision.F32 => 4,
        Precision.BF16 => 2,
        _ => Int8BytesPerWeight,
    };
}
