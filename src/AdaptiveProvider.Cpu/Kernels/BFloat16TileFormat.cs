namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>BF16 tiles: [input pairs, 32 outputs, 2].</summary>
internal sealed unsafe class BFloat16TileFormat : TileFormat
{
    public override long TileBytes(int inputs) => (long)inputs * Outputs * sizeof(ushort);

    public override QuantizationError Pack(float* rows, int inputs, byte* tile)
    {
        var packed = (ushort*)tile;
        var error = default(QuantizationError);
        for (int input = 0; input < inputs; input++)
        {
            for (int output = 0; output < Outputs; output++)
            {
                float weight = rows[((nint)output * inputs) + input];
                ushort narrow = BFloat16.Narrow(weight);
                packed[((input >> 1) * 2 * Outputs) + (2 * output) + (input & 1)] = narrow;
                error = error.With(weight, BFloat16.Widen(narrow));
            }
        }

        return error;
    }
}
