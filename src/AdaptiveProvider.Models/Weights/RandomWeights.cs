using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Seeded random bfloat16 weights of a specification, for measuring speed without a checkpoint.</summary>
/// <remarks>Values are uniform with the spread of an initialised model, gains are one; there are no biases and no per-head norms.</remarks>
public sealed unsafe class RandomWeights
{
    private const float Spread = 0.04f;

    private ulong _state;

    private RandomWeights(long seed) => _state = (ulong)seed ^ 0x9E3779B97F4A7C15;

    /// <summary>Makes the weights; the same seed gives the same values.</summary>
    /// <exception cref="OutOfMemoryException">The weights do not fit the memory.</exception>
    public static DecoderWeights Create(ModelSpec spec, long seed)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var random = new RandomWeights(seed);
        var embedding = random.Matrix("embedding", spec.VocabularySize, spec.HiddenSize);
        return new DecoderWeights
        {
            Embedding = embedding,
            Layers = [.. spec.Layers.Select((layer, index) => random.Layer(spec, layer, $"layers.{index}."))],
            FinalNorm = Gains("final_norm", spec.HiddenSize),
            Head = spec.TiedHead ? embedding : random.Matrix("head", spec.VocabularySize, spec.HiddenSize),
            Loops = spec.Loops is not { } loops ? null : new LoopWeights
            {
                Injection = loops.Start is null ? null : random.Matrix("injection", spec.HiddenSize, 2 * spec.HiddenSize),
                Gate = loops.HasGate ? random.Matrix("gate", 1, spec.HiddenSize) : null,
            },
        };
    }

    private static WeightTensor Gains(string name, int count)
    {
        float[] ones = new float[count];
        Array.Fill(ones, 1f);
        return WeightTensor.FromValues(name, [count], ones, WeightType.BF16);
    }

    private LayerWeights Layer(ModelSpec spec, LayerSpec layer, string prefix)
    {
        bool hasOutputNorms = layer.Norms != NormPlacement.Before;
        int queries = spec.HeadCount * spec.HeadDim, keys = spec.KvHeadCount * spec.HeadDim;
        return new LayerWeights
        {
            AttentionNorm = Gains(prefix + "attention_norm", spec.HiddenSize),
            Query = Matrix(prefix + "query", queries, spec.HiddenSize),
            Key = Matrix(prefix + "key", keys, spec.HiddenSize),
            Value = Matrix(prefix + "value", keys, spec.HiddenSize),
            Output = Matrix(prefix + "output", spec.HiddenSize, queries),
            FeedForwardNorm = Gains(prefix + "feed_forward_norm", spec.HiddenSize),
            AttentionOutputNorm = hasOutputNorms ? Gains(prefix + "attention_output_norm", spec.HiddenSize) : null,
            FeedForwardOutputNorm = hasOutputNorms ? Gains(prefix + "feed_forward_output_norm", spec.HiddenSize) : null,
            Gate = Matrix(prefix + "gate", spec.IntermediateSize, spec.HiddenSize),
            Up = Matrix(prefix + "up", spec.IntermediateSize, spec.HiddenSize),
            Down = Matrix(prefix + "down", spec.HiddenSize, spec.IntermediateSize),
        };
    }

    private WeightTensor Matrix(string name, int outputs, int inputs)
    {
        long count = (long)outputs * inputs;
        var memory = new AllocatedMemory(count * sizeof(ushort));
        ushort* data = (ushort*)memory.Data;
        for (long i = 0; i < count; i++)
        {
            // xorshift64 (Marsaglia, 2003): fast, and good enough for values that nobody reads.
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            float value = ((int)(_state >> 40) * (2f * Spread / (1 << 24))) - Spread;
            data[i] = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
        }

        return new WeightTensor(name, WeightType.BF16, [outputs, inputs], memory, memory.Data);
    }
}
