using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Torch.Layers;
using AdaptiveProvider.Torch.Sampling;
using AdaptiveProvider.Torch.Transfers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Final norm, head, measures and drawing of the rows that ask for it, some rows at a time to bound the memory of the logits.</summary>
internal sealed class HeadRunner : IDisposable
{
    /// <summary>Rows whose logits exist at a time.</summary>
    private const int RoundRows = 64;

    private readonly DeviceModel _model;
    private readonly jit.CompilationUnit _scripts;
    private readonly StagedNumbers<long> _indices;
    private readonly ITokenDrawer _drawer, _hostDrawer;
    private readonly bool _wide;
    private readonly Scalar _epsilon;
    private readonly List<HeadRound> _rounds = [];

    /// <summary>Prepares the arguments that never change.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="features">What the device can.</param>
    /// <param name="drawer">Draws the tokens.</param>
    /// <param name="hostDrawer">Draws the tokens that need the managed sampler.</param>
    /// <param name="indices">Receives the indices.</param>
    public HeadRunner(DeviceModel model, DeviceFeatures features, ITokenDrawer drawer, ITokenDrawer hostDrawer, StagedNumbers<long> indices)
    {
        (_model, _scripts, _indices, _drawer, _hostDrawer, _wide) = (model, features.Scripts, indices, drawer, hostDrawer, features.HasWideProducts);
        _epsilon = model.Spec.NormEpsilon;
    }

    /// <summary>Sorts the rows by head and by where they are drawn, and collects what the device needs.</summary>
    public void Stage(List<HeadRow> rows)
    {
        _rounds.Clear();
        var kinds = Enumerable.Range(0, rows.Count).GroupBy(row => (IsDraft: rows[row].UsesDraftHead && _model.DraftHead is not null, OnHost: NeedsHost(rows[row].Sampling)));
        foreach (var kind in kinds)
        {
            foreach (int[] round in kind.Chunk(RoundRows))
            {
                var drawer = kind.Key.OnHost ? _hostDrawer : _drawer;
                _rounds.Add(new HeadRound
                {
                    HeadRows = round,
                    States = _indices.Add([.. round.Select(row => (long)rows[row].Row)]),
                    IsDraft = kind.Key.IsDraft,
                    Drawer = drawer,
                    Drawing = drawer.Stage([.. round.Select(row => rows[row].Sampling)]),
                    Measures = StageMeasures(round, rows),
                });
            }
        }
    }

    /// <summary>Begins to measure the logits and to draw the tokens.</summary>
    /// <param name="hidden">[step rows, hidden]</param>
    /// <param name="step">The step.</param>
    /// <param name="readback">Receives the numbers to read back.</param>
    public void Run(Tensor hidden, StepTensors step, ReadbackParts readback)
    {
        foreach (var round in _rounds)
        {
            var draft = round.IsDraft ? _model.DraftHead : null;
            var head = draft?.Matrix ?? _model.Head;
            var states = hidden.index_select(0, step.Indices(round.States)); // [round rows, hidden]
            var logits = (Tensor)_scripts.invoke("head", states, (_model.Spec.NormsBeforeHead ? _model.FinalNorm : null)!, head.Weight, head.Scale!, _epsilon, _wide); // [round rows, vocabulary of the head]
            foreach (var (measure, items, rows) in round.Measures)
            {
                var measured = items.Length == round.HeadRows.Length ? logits : logits.index_select(0, step.Indices(rows));
                round.Scores.Add(readback.Add((Tensor)_scripts.invoke(FunctionOf(measure), measured)));
            }

            round.Drawn = readback.Add(round.Drawer.Draw(round.Drawing, draft?.Spread(logits, _model.Spec.VocabularySize) ?? logits));
        }
    }

    /// <summary>Makes tokens and measures of the numbers that came back.</summary>
    /// <param name="numbers">All numbers of the step; may be overwritten.</param>
    /// <param name="tokens">[head rows]</param>
    /// <param name="scores">[items]</param>
    public void Finish(Span<float> numbers, Span<SampledToken> tokens, Span<float> scores)
    {
        foreach (var round in _rounds)
        {
            for (int i = 0; i < round.Measures.Count; i++)
            {
                int[] items = round.Measures[i].Items;
                for (int item = 0; item < items.Length; item++)
                {
                    scores[items[item]] = numbers[round.Scores[i].First + item];
                }
            }

            int choices = round.IsDraft ? _model.DraftHead!.TokenCount : _model.Spec.VocabularySize;
            var drawn = round.Drawer.Finish(round.Drawing, numbers.Slice(round.Drawn.First, round.Drawn.Count), choices);
            for (int row = 0; row < drawn.Length; row++)
            {
                tokens[round.HeadRows[row]] = drawn[row];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _epsilon.Dispose();

    private List<(ExitMeasure Measure, int[] Items, Section Rows)> StageMeasures(int[] round, List<HeadRow> rows)
    {
        var measures = new List<(ExitMeasure Measure, int[] Items, Section Rows)>();
        foreach (var measured in Enumerable.Range(0, round.Length).GroupBy(row => rows[round[row]].Measure))
        {
            if (measured.Key != ExitMeasure.None)
            {
                measures.Add((measured.Key, [.. measured.Select(row => rows[round[row]].Item)], _indices.Add([.. measured.Select(row => (long)row)])));
            }
        }

        return measures;
    }

    // The same draw verifies itself: only the other rules need more than a token.
    private static bool NeedsHost(RowSampling sampling) => sampling.Draft is { Acceptance: not DraftAcceptance.SameDraw } || !sampling.Distribution.IsEmpty || sampling.ScoredToken is not null;

    private static string FunctionOf(ExitMeasure measure) => measure switch
    {
        ExitMeasure.Margin => "margin",
        ExitMeasure.MaxProbability => "max_probability",
        _ => "entropy",
    };
}
