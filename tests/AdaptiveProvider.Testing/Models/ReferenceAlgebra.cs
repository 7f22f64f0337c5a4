using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>Vectors and stored matrices in double precision. For one thread.</summary>
internal sealed class ReferenceAlgebra
{
    private readonly Dictionary<WeightTensor, double[][]> _rows = [];

    /// <summary>gain * state / rms(state).</summary>
    public double[] Norm(WeightTensor gain, double[] state, double epsilon)
    {
        double scale = 1 / Math.Sqrt((Dot(state, state) / state.Length) + epsilon);
        return [.. state.Zip(Rows(gain), (value, gainRow) => value * scale * gainRow[0])];
    }

    /// <summary>weight * inputs + bias, and B * (A * inputs) where a loop adapts the weight.</summary>
    public double[] Linear(WeightTensor weight, double[] inputs, WeightTensor? bias = null, LowRankPair? adapter = null)
    {
        double[] outputs = [.. Rows(weight).Select((row, output) => Dot(row, inputs) + (bias is null ? 0 : Rows(bias)[output][0]))];
        return adapter is null ? outputs : [.. outputs.Zip(Linear(adapter.B, Linear(adapter.A, inputs)), (own, added) => own + added)];
    }

    /// <summary>Adds a change to a state.</summary>
    public static void Add(double[] state, double[] change)
    {
        for (int i = 0; i < state.Length; i++)
        {
            state[i] += change[i];
        }
    }

    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    /// <summary>[outputs][inputs], or [size][1] of a vector.</summary>
    public double[][] Rows(WeightTensor tensor)
    {
        if (!_rows.TryGetValue(tensor, out double[][]? rows))
        {
            float[] row = new float[tensor.RowLength];
            rows = new double[tensor.RowCount][];
            for (int i = 0; i < rows.Length; i++)
            {
                tensor.CopyRowTo(i, row);
                rows[i] = [.. row];
            }

            _rows.Add(tensor, rows);
        }

        return rows;
    }
}
