using AdaptiveProvider.Cpu.Memory;

namespace AdaptiveProvider.Cpu.Attention;

/// <summary>Cosines and sines of every position a slot can hold, from angles in double precision.</summary>
/// <remarks>Heads are rotated in halves, as Hugging Face checkpoints are laid out: dimension i turns with dimension i + head dim / 2.</remarks>
internal sealed unsafe class RotaryTable : IDisposable
{
    private readonly int _half;
    private readonly AlignedMemory _cosines;
    private readonly AlignedMemory _sines;

    /// <summary>Computes [positions, head dim / 2] cosines and sines.</summary>
    public RotaryTable(ReadOnlySpan<float> frequencies, float scale, int positions)
    {
        _half = frequencies.Length;
        _cosines = new AlignedMemory((long)positions * _half * sizeof(float));
        _sines = new AlignedMemory((long)positions * _half * sizeof(float));
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < _half; i++)
            {
                var (sine, cosine) = Math.SinCos(position * (double)frequencies[i]);
                Cosines(position)[i] = (float)(cosine * scale);
                Sines(position)[i] = (float)(sine * scale);
            }
        }
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _cosines.Bytes + _sines.Bytes;

    /// <summary>A position's cosines, [head dim / 2].</summary>
    public float* Cosines(int position) => (float*)_cosines.Data + ((long)position * _half);

    /// <summary>A position's sines, [head dim / 2].</summary>
    public float* Sines(int position) => (float*)_sines.Data + ((long)position * _half);

    /// <inheritdoc/>
    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}
