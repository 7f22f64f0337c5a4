using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Final norm, head and sampling of the rows that ask for it, some rows at a time to bound the memory of the logits.</summary>
internal sealed unsafe class HeadRunner : IDisposable
{
    private const int RoundRows = 32;

    private readonly PackedModel _model;
    private readonly WorkerTeam _team;
    private readonly InputRows _input;
    private readonly AlignedMemory _logits;
    private readonly SamplerScratch[] _scratch;

    /// <summary>Reserves the logits.</summary>
    public HeadRunner(PackedModel model, WorkerTeam team, KernelSet kernels, Precision precision, int rowsMax)
    {
        int rows = Math.Min(RoundRows, rowsMax);
        (_model, _team) = (model, team);
        _input = new InputRows(team, rows, model.Spec.HiddenSize, precision, kernels);
        _logits = new AlignedMemory((long)rows * model.Spec.VocabularySize * sizeof(float));
        _scratch = [.. Enumerable.Range(0, team.Count).Select(_ => new SamplerScratch())];
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _input.Bytes + _logits.Bytes;

    /// <summary>Draws the tokens.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="step">The step.</param>
    /// <param name="hidden">[step rows, hidden]</param>
    /// <param name="tokens">Receives one token per head row.</param>
    public void Run(int worker, StepRows step, float* hidden, Span<SampledToken> tokens)
    {
        var rows = CollectionsMarshal.AsSpan(step.HeadRows);
        var samplings = CollectionsMarshal.AsSpan(step.HeadSamplings);
        int vocabulary = _model.Spec.VocabularySize;
        float* logits = (float*)_logits.Data;
        for (int first = 0; first < rows.Length; first += RoundRows)
        {
            int count = Math.Min(RoundRows, rows.Length - first);
            var input = _input.SetNormalized(worker, hidden, count, _model.FinalNorm, _model.Spec.NormEpsilon, rows.Slice(first, count));
            _model.Head.Multiply(input, count, logits, vocabulary, OutputMode.Store, worker, _team.Work);
            _team.Barrier();
            while (_team.Work.TryTake(worker, count, 1, out int row, out _))
            {
                tokens[first + row] = TokenSampler.Sample(new Span<float>(logits + ((nint)row * vocabulary), vocabulary), samplings[first + row], _scratch[worker]);
            }

            if (first + count < rows.Length)
            {
                _team.Barrier();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _logits.Dispose();
    }
}
