using AdaptiveProvider.Cpu;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Benchmarks;

/// <summary>One matrix with its input and output, filled with random numbers.</summary>
internal sealed unsafe class MatrixBench : IDisposable
{
    private readonly WeightMatrix _matrix;
    private readonly ActivationRows _input;
    private readonly AlignedMemory _source;
    private readonly AlignedMemory _output;

    public MatrixBench(WorkerTeam team, KernelSet kernels, Precision precision, int outputs, int inputs, int rowsMax, bool gated = false)
    {
        // One random row block repeated: timing does not depend on the values, and packing stays quick.
        var random = new Random(outputs + inputs);
        float[] values = new float[(long)outputs * inputs];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i < 4096 ? (float)(random.NextDouble() - 0.5) : values[i & 4095];
        }

        var tensor = WeightTensor.FromValues("random", [outputs, inputs], values);
        _matrix = gated
            ? WeightMatrix.PackGated(precision, WeightRows.GateAndUp(tensor.Rows(0, outputs / 2), tensor.Rows(outputs / 2, outputs / 2)), Activation.Silu, team, kernels)
            : WeightMatrix.Pack(precision, WeightRows.Stacked([tensor]), team, kernels);
        _input = new ActivationRows(rowsMax, inputs, precision, kernels);
        _source = new AlignedMemory((long)inputs * sizeof(float));
        _output = new AlignedMemory((long)rowsMax * _matrix.Outputs * sizeof(float));
        for (int i = 0; i < inputs; i++)
        {
            ((float*)_source.Data)[i] = (float)(random.NextDouble() - 0.5);
        }

        Operations = 2L * outputs * inputs;
    }

    public long Bytes => _matrix.Bytes;

    /// <summary>Multiplications and additions for one row.</summary>
    public long Operations { get; }

    /// <summary>Sets this worker's rows.</summary>
    public void Prepare(int rows, int worker, int workers)
    {
        for (int row = rows * worker / workers; row < rows * (worker + 1) / workers; row++)
        {
            _input.Set(row, rows, (float*)_source.Data);
        }
    }

    public void Multiply(int rows, int worker, WorkCursor work)
        => _matrix.Multiply(_input, rows, (float*)_output.Data, _matrix.Outputs, OutputMode.Store, worker, work);

    public void Dispose()
    {
        _matrix.Dispose();
        _input.Dispose();
        _source.Dispose();
        _output.Dispose();
    }
}
