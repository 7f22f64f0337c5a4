using AdaptiveProvider.Models.Configuration;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Layers;

/// <summary>The rotations of every position that a slot can hold, as complex numbers from angles in double precision.</summary>
internal sealed class RotaryTable : IDisposable
{
    private readonly Tensor _rotations; // [positions, 1, head dim / 2], complex

    /// <summary>Computes the table.</summary>
    public RotaryTable(ModelSpec spec, int positions, Device device)
    {
        int half = spec.RotaryFrequencies.Length;
        float[] values = new float[(long)positions * half * 2];
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < half; i++)
            {
                var (sine, cosine) = Math.SinCos(position * (double)spec.RotaryFrequencies[i]);
                int at = ((position * half) + i) * 2;
                (values[at], values[at + 1]) = ((float)(cosine * spec.RotaryScale), (float)(sine * spec.RotaryScale));
            }
        }

        using var onDevice = tensor(values, [positions, 1, half, 2], ScalarType.Float32, device);
        _rotations = view_as_complex(onDevice).DetachFromDisposeScope();
    }

    /// <summary>Rotations of some positions, [rows, 1, head dim / 2].</summary>
    public Tensor At(Tensor positions) => _rotations.index_select(0, positions);

    /// <inheritdoc/>
    public void Dispose() => _rotations.Dispose();
}
