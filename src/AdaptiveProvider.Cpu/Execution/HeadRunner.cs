using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Final norm, head, measures and sampling of the rows that ask for it, some rows at a time to bound the memory of the logits.</summary>
internal sealed unsafe class HeadRunner : IDisposable
{
    private const int RoundRows = 32;

    private readonly PackedModel _model;
    private readonly WorkerTeam _team;
    private readonly InputRows _input;
    private readonly AlignedMemory _logits; // [rows, vocabulary]
    private readonly AlignedMemory _spread; // [workers, vocabulary] of a draft head, negative infinity but while a row is drawn
    private readonly SamplerScratch[] _scratch;

    /// <summary>Reserves the logits.</summary>
    public HeadRunner(PackedModel model, WorkerTeam team, KernelSet kernels, Precision precision, int rowsMax)
    {
        int rows = Math.Min(RoundRows, rowsMax), spread = model.DraftHead is null ? 0 : team.Count * model.Spec.VocabularySize;
        (_model, _team) = (model, team);
        _input = new InputRows(team, rows, model.Spec.HiddenSize, precision, kernels);
        _logits = new AlignedMemory((long)rows * model.Spec.VocabularySize * sizeof(float));
        _spread = new AlignedMemory((long)spread * sizeof(float));
        new Span<float>(_spread.Data, spread).Fill(float.NegativeInfinity);
        _scratch = [.. Enumerable.Range(0, team.Count).Select(_ => new SamplerScratch())];
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _input.Bytes + _logits.Bytes + _spread.Bytes;

    /// <summary>Draws the tokens and takes the measures that need logits.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="step">The step.</param>
    /// <param name="hidden">[step rows, hidden]</param>
    /// <param name="tokens">Receives one token per head row.</param>
    /// <param name="scores">Receives the measures, [items].</param>
    public void Run(int worker, StepRows step, float* hidden, Span<SampledToken> tokens, Span<float> scores)
    {
        Run(worker, step.Head, _model.Head, draft: null, hidden, tokens, scores);
        if (step.DraftHead.Rows.Count > 0)
        {
            _team.Barrier();
            Run(worker, step.DraftHead, _model.DraftHead!.Weights, _model.DraftHead, hidden, tokens, scores);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _logits.Dispose();
        _spread.Dispose();
    }

    private void Run(int worker, HeadRowList list, WeightMatrix head, DraftHead? draft, float* hidden, Span<SampledToken> tokens, Span<float> scores)
    {
        var stepRows = CollectionsMarshal.AsSpan(list.StepRows);
        float* logits = (float*)_logits.Data;
        for (int first = 0; first < stepRows.Length; first += RoundRows)
        {
            int count = Math.Min(RoundRows, stepRows.Length - first);
            var input = _model.Spec.NormsBeforeHead
                ? _input.SetNormalized(worker, hidden, count, _model.FinalNorm, _model.Spec.NormEpsilon, stepRows.Slice(first, count))
                : _input.Set(worker, hidden, count, stepRows.Slice(first, count));
            head.Multiply(input, count, logits, head.Outputs, OutputMode.Store, worker, _team.Work);
            _team.Barrier();
            while (_team.Work.TryTake(worker, count, 1, out int row, out _))
            {
                var target = list.Rows[first + row];
                var own = new Span<float>(logits + ((nint)row * head.Outputs), head.Outputs);
                if (target.Measure != ExitMeasure.None)
                {
                    scores[target.Item] = LogitMeasures.Measure(target.Measure, own);
                }

                tokens[target.Target] = draft is null ? TokenSampler.Sample(own, target.Sampling, _scratch[worker]) : DrawDraft(worker, own, target.Sampling, draft);
            }

            if (first + count < stepRows.Length)
            {
                _team.Barrier();
            }
        }
    }

    // In a row of the whole vocabulary, so that bias, penalties, masks and the distribution mean the tokens that they name.
    private SampledToken DrawDraft(int worker, ReadOnlySpan<float> logits, RowSampling sampling, DraftHead draft)
    {
        int vocabulary = _model.Spec.VocabularySize;
        var row = new Span<float>((float*)_spread.Data + ((nint)worker * vocabulary), vocabulary);
        var tokens = draft.Tokens.AsSpan();
        for (int i = 0; i < tokens.Length; i++)
        {
            row[tokens[i]] = logits[i];
        }

        var sample = TokenSampler.Sample(row, sampling, _scratch[worker]);
        foreach (int token in tokens)
        {
            row[token] = float.NegativeInfinity;
        }

        return sample;
    }
}
