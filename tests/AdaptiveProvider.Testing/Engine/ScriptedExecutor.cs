using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Testing.Engine;

/// <summary>An executor over <see cref="ScriptedModel"/> that checks every plan against the contract before it runs it.</summary>
public sealed class ScriptedExecutor : IModelExecutor
{
    /// <summary>Hidden states kept per slot.</summary>
    public const int KeptMax = 16;

    private readonly ScriptedModel _model;
    private readonly ScriptedCache[] _caches;
    private readonly SamplerScratch _scratch = new();
    private readonly float[] _logits;

    private readonly ulong?[][] _kept; // [slots][positions], with the pass count beside it
    private readonly int[][] _keptPasses;

    public ScriptedExecutor(ScriptedModel model, int slotCount = 4, int slotLength = 64, int stepRowsMax = 32, params ImmutableArray<int> classifierExits)
    {
        _kept = [.. Enumerable.Range(0, slotCount).Select(_ => new ulong?[slotLength])];
        _keptPasses = [.. Enumerable.Range(0, slotCount).Select(_ => new int[slotLength])];
        _model = model;
        _logits = new float[model.VocabularySize];
        _caches = [.. Enumerable.Range(0, slotCount).Select(_ => new ScriptedCache(model.Layout.PassCount, slotLength, model.IsChoice))];
        Info = new ExecutorInfo(model.Layout, model.VocabularySize, slotCount, slotLength, stepRowsMax, "scripted")
        {
            KeptRowsMax = KeptMax,
            RouterThreshold = model.Layout.HasRouterThreshold ? ScriptedModel.OwnThreshold : float.NaN,
            ClassifierExits = classifierExits,
            Measures = [ExitMeasure.Margin, ExitMeasure.Cosine, .. classifierExits.IsEmpty ? (ExitMeasure[])[] : [ExitMeasure.Classifier], .. model.Layout.HasRouterThreshold ? [ExitMeasure.RouterScore] : (ExitMeasure[])[]],
        };
    }

    public ExecutorInfo Info { get; }

    /// <summary>Called with each plan before it runs; may throw, and may spoil the plan to show that a test notices.</summary>
    public Action<StepPlan>? BeforeStep { get; set; }

    /// <summary>Called for each head row; may replace what was drawn.</summary>
    public Func<SampledToken, SampledToken>? AfterSample { get; set; }

    /// <summary>Called before each copy with source, target and length; may throw.</summary>
    public Action<int, int, int>? BeforeCopy { get; set; }

    /// <summary>Switches off the model's own care for one rule, so that tests can show they would notice.</summary>
    public ScriptedFlaw Flaw { get; set; }

    public int Steps { get; private set; }

    public int Copies { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>The thread that the last call came from.</summary>
    public int ThreadId { get; private set; }

    public void Execute(StepPlan plan, StepResult result)
    {
        ThreadId = Environment.CurrentManagedThreadId;
        BeforeStep?.Invoke(plan);
        PlanCheck.ThrowIfInvalid(plan, Info);
        Steps++;
        var rows = plan.Items.Select(StartRows).ToArray(); // [items][rows]
        foreach (var item in plan.Items.Where(item => item.FirstPass == 0))
        {
            _caches[item.Slot].Restart(item.Position);
        }

        var passed = plan.Items.Select(item => item.FirstPass).ToArray(); // [items]
        foreach (var pass in plan.Passes)
        {
            foreach (var entry in pass.Entries)
            {
                result.LayerRowsExecuted += RunPass(plan.Items[entry.Item], rows[entry.Item], PassIndex(pass.StageIndex, entry.Loop));
                if (++passed[entry.Item] == plan.Items[entry.Item].EndPass)
                {
                    Array.ForEach(rows[entry.Item], row => row.ExitState = row.State);
                }
            }
        }

        for (int i = 0; i < plan.Items.Count; i++)
        {
            KeepStates(plan.Items[i], rows[i]);
            DrawTokens(plan.Items[i], rows[i], result);
            result.ItemLayerRows.Add(rows[i].Sum(row => (long)row.Layers));
            result.ItemScores.Add(plan.Items[i].Measure == ExitMeasure.None || !Judges(plan.Items[i]) ? float.NaN : ScriptedModel.Score(rows[i][^1].ExitState, plan.Items[i].EndPass, plan.Items[i].Measure));
        }
    }

    public void CopyPrefix(int sourceSlot, int targetSlot, int length)
    {
        BeforeCopy?.Invoke(sourceSlot, targetSlot, length);
        Copies++;
        _caches[targetSlot].CopyFrom(_caches[Flaw == ScriptedFlaw.CopiesWrongSlot ? targetSlot : sourceSlot], length);
    }

    public void Dispose()
    {
        ThreadId = Environment.CurrentManagedThreadId;
        IsDisposed = true;
    }

    private bool Judges(WorkItem item) => item.Measure != ExitMeasure.Classifier || Info.ClassifierExits.Contains(item.EndPass);

    private int PassIndex(int stage, int loop)
    {
        var passes = Info.Layout.Passes;
        return Enumerable.Range(0, passes.Length).Single(pass => passes[pass].StageIndex == stage && passes[pass].Loop == loop);
    }

    private ScriptedRow[] StartRows(WorkItem item)
        => [.. Enumerable.Range(0, item.Length).Select(row => new ScriptedRow(item.FirstPass == 0
            ? ScriptedModel.Embed(item.Tokens.Span[row])
            : Restore(item.Slot, item.Position + row, item.FirstPass)) { IsGoing = true })];

    private ulong Restore(int slot, int position, int passCount)
        => _kept[slot][position] is { } state && _keptPasses[slot][position] == passCount
            ? state
            : throw new ContractViolationException($"Slot {slot}, position {position} keeps no state after {passCount} passes.");

    // Like the real ones: the newest positions only, and what begins anew forgets what lies behind.
    private void KeepStates(WorkItem item, ScriptedRow[] rows)
    {
        var (kept, passes) = (_kept[item.Slot], _keptPasses[item.Slot]);
        for (int position = item.Position; item.FirstPass == 0 && position < kept.Length; position++)
        {
            kept[position] = null;
        }

        for (int row = 0; item.KeepHidden && row < rows.Length; row++)
        {
            int position = item.Position + row;
            (kept[position], passes[position]) = (rows[row].ExitState, item.EndPass);
            if (position >= KeptMax)
            {
                kept[position - KeptMax] = null;
            }
        }
    }

    private long RunPass(WorkItem item, ScriptedRow[] rows, int pass)
    {
        var cache = _caches[item.Slot];
        ulong sum = Flaw == ScriptedFlaw.ForgetsHistory ? 0 : cache.SumBefore(pass, item.Position);
        long layerRows = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            bool isTail = item.RunsTail && pass >= Info.Layout.TailPass;
            row.IsGoing = isTail || ((row.IsGoing || !_model.IsChoice(pass)) && _model.TakesPass(row.State, pass, item.RouterThreshold));
            ulong written = row.IsGoing ? ScriptedModel.CacheEntry(row.State, pass, item.Position + i) : 0;
            cache.Write(pass, item.Position + i, written);
            if (row.IsGoing && !item.OnlyWritesCache)
            {
                sum += written;
                row.State = ScriptedModel.Attend(row.State, sum, pass);
                row.Layers += Info.Layout.Passes[pass].LayerCount;
                layerRows += Info.Layout.Passes[pass].LayerCount;
            }
        }

        return layerRows;
    }

    private void DrawTokens(WorkItem item, ScriptedRow[] rows, StepResult result)
    {
        for (int row = item.Length - item.HeadLength; row < item.Length; row++)
        {
            _model.Logits(rows[row].State, _logits);
            var sample = TokenSampler.Sample(_logits, item.SamplingOf(row), _scratch);
            result.Tokens.Add(AfterSample is null ? sample : AfterSample(sample));
            result.HeadRowLayers.Add(rows[row].Layers + (Flaw == ScriptedFlaw.MisreportsDepth ? 1 : 0));
        }
    }
}
