namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>F32 tiles: [inputs, 32 outputs].</summary>
internal sealed unsafe class SingleTileFormat : TileFormat
{
    public override long TileBytes(int inputs) => (long)inputs * Outputs * sizeof(float);

    public override QuantizationError Pack(float* rows, int inputs, byte* tile)
    {
        var packed = (float*)tile;
        for (int input = 0; input < inputs; input++)
        {
            for (int output = 0; output < Outputs; output++)
            {
                packed[(input * Outputs) + output] = rows[((nint)output * inputs) + input];
            }
        }

        return default;
    }
}
