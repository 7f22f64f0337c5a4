using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Adds the last product of a branch to the residual stream, with the norm behind the branch or behind the sum where the layer has one.</summary>
internal sealed unsafe class BranchSum : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly VectorMath _math;
    private readonly AlignedMemory _branch; // [rows, hidden]; empty where no layer norms a branch
    private readonly int _hiddenSize;
    private readonly float _epsilon;

    /// <summary>Reserves the branches of so many rows.</summary>
    public BranchSum(ModelSpec spec, WorkerTeam team, VectorMath math, int rowsMax)
    {
        (_team, _math, _hiddenSize, _epsilon) = (team, math, spec.HiddenSize, spec.NormEpsilon);
        bool needsBranch = spec.Layers.Any(layer => layer.Norms == NormPlacement.AroundBranch);
        _branch = new AlignedMemory(needsBranch ? (long)rowsMax * spec.HiddenSize * sizeof(float) : 0);
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _branch.Bytes;

    /// <summary>Adds matrix * input to the rows; they are complete when all workers have passed the barrier behind it.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="matrix">[hidden, inputs]</param>
    /// <param name="input">[rows, inputs]</param>
    /// <param name="rows">Rows.</param>
    /// <param name="hidden">[rows, hidden], changed in place.</param>
    /// <param name="norms">Where the norms stand.</param>
    /// <param name="gain">Gain of the norm behind, [hidden]; not read where norms stand before only.</param>
    public void Add(int worker, WeightMatrix matrix, ActivationRows input, int rows, float* hidden, NormPlacement norms, float* gain)
    {
        bool normsBranch = norms == NormPlacement.AroundBranch;
        float* target = normsBranch ? (float*)_branch.Data : hidden;
        matrix.Multiply(input, rows, target, _hiddenSize, normsBranch ? OutputMode.Store : OutputMode.Add, worker, _team.Work);
        if (norms == NormPlacement.Before)
        {
            return;
        }

        _team.Barrier();
        var share = Share.Of(worker, _team.Count, rows);
        for (nint row = share.First; row < share.End; row++)
        {
            float* own = target + (row * _hiddenSize);
            _math.RmsNorm(own, gain, _epsilon, _hiddenSize, own);
            if (normsBranch)
            {
                _math.AddScaled(1, own, hidden + (row * _hiddenSize), _hiddenSize);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _branch.Dispose();
}
