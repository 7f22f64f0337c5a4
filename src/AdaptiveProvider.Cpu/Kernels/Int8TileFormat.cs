namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>
/// int8 tiles: per group of 64 inputs 32 bfloat16 scales, one per output, then [input pairs, 32 outputs, 2] weights: 8.25 bits per weight.
/// The last group may be shorter.
/// </summary>
internal sealed unsafe class Int8TileFormat : TileFormat
{
    /// <summary>Inputs that share a scale.</summary>
    public const int GroupInputs = 64;

    /// <summary>Bytes of a group's scales.</summary>
    public const int ScaleBytes = Outputs * sizeof(ushort);

    private const float Steps = sbyte.MaxValue;

    public override bool QuantizesActivations => true;

    public override long TileBytes(int inputs)
        => ((long)(inputs + GroupInputs - 1) / GroupInputs * ScaleBytes) + ((long)inputs * Outputs);

    public override QuantizationError Pack(float* rows, int inputs, byte* tile)
    {
        var error = default(QuantizationError);
        for (int first = 0; first < inputs; first += GroupInputs)
        {
            int count = Math.Min(GroupInputs, inputs - first);
            var scales = (ushort*)tile;
            var packed = (sbyte*)tile + ScaleBytes;
            for (int output = 0; output < Outputs; output++)
            {
                var group = new ReadOnlySpan<float>(rows + ((nint)output * inputs) + first, count);
                scales[output] = Scale(group);
                error = error.With(PackGroup(group, BFloat16.Widen(scales[output]), packed + (2 * output)));
            }

            tile += ScaleBytes + (count * Outputs);
        }

        return error;
    }

    // Rounded up, so that dividing by the stored scale never leaves the range of a byte: the scale's few bits then cost no accuracy.
    private static ushort Scale(ReadOnlySpan<float> group)
    {
        float largest = 0;
        foreach (float weight in group)
        {
            // Not-a-number fails every comparison, hence the negation.
            if (!(Math.Abs(weight) <= largest))
            {
                largest = Math.Abs(weight);
            }
        }

        return float.IsFinite(largest) ? BFloat16.NarrowUp(largest / Steps) : BFloat16.Narrow(float.NaN);
    }

    private static QuantizationError PackGroup(ReadOnlySpan<float> group, float scale, sbyte* packed)
    {
        var error = default(QuantizationError);
        for (int i = 0; i < group.Length; i++)
        {
            float steps = scale > 0 ? Math.Clamp(MathF.Round(group[i] / scale), -Steps, Steps) : 0;
            packed[((i >> 1) * 2 * Outputs) + (i & 1)] = (sbyte)steps;
            error = error.With(group[i], steps * scale);
        }

        return error;
    }
}
