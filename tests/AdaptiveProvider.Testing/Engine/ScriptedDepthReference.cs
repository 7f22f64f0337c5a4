using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Testing.Engine;

/// <summary>What a request must get that leaves at fixed thresholds, computed from scratch for every token: no cache, no batch, no steps.</summary>
/// <remarks>
/// Each position remembers after which passes it left. Deferred positions are seen by others as full depth computes them, except in a tail, where they are
/// seen as they left until a deep pass takes them along; copied ones write, in the passes that they did not take, what their state gives; absent ones write nothing.
/// </remarks>
public sealed class ScriptedDepthReference(ScriptedModel model, GenerationRequest request, int[] exits, ExitMeasure measure, MissingKeys missing, int pendingMax)
{
    private readonly StageLayout _layout = model.Layout;
    private readonly List<int> _left = []; // [positions], the passes that a position took
    private readonly HashSet<int> _implied = []; // positions computed because the token behind them was implied
    private int _deep; // positions that were taken to full depth

    /// <summary>The reply.</summary>
    public List<TokenEvent> Generate(int outputMax)
    {
        var tokens = request.PromptTokens.ToArray().ToList();
        var counts = new TokenCounts();
        tokens.ForEach(counts.AddPrompt);
        var sampling = new RowSampling(request.Sampling) { Counts = counts };
        _left.AddRange(Enumerable.Repeat(_layout.PassCount, tokens.Count - 1));
        _deep = tokens.Count - 1;
        var reply = new List<TokenEvent>();
        float[] logits = new float[model.VocabularySize];
        var constraint = request.Constraint;
        while (reply.Count < outputMax && constraint is not { IsComplete: true })
        {
            sampling.AllowedTokens = constraint?.AllowedTokens ?? default;
            bool isImplied = constraint is { ImpliedToken: not null } && reply.Count > 0;
            var (state, layers) = isImplied ? (0, 0) : Leave(tokens);
            if (isImplied)
            {
                Fill();
            }

            model.Logits(state, logits);
            sampling.Uniform = CounterRandom.Uniform(request.Seed ?? 0, reply.Count);
            var sample = TokenSampler.Sample(logits, sampling, new SamplerScratch());
            if (request.StopTokens.Contains(sample.Token))
            {
                break;
            }

            reply.Add(new TokenEvent(sample, layers));
            constraint = constraint?.After(sample.Token);
            tokens.Add(sample.Token);
            counts.AddReply(sample.Token);
        }

        return reply;
    }

    // The last token's row runs like a prompt's, and what is deferred with it.
    private void Fill()
    {
        int deepest = request.Depth!.PassMax ?? _layout.PassCount;
        _left.Add(deepest);
        for (int position = _deep; missing == MissingKeys.Deferred && position < _left.Count; position++)
        {
            _left[position] = deepest;
        }

        _implied.Add(_left.Count - 1);
        _deep = _left.Count;
    }

    private (ulong State, int Layers) Leave(List<int> tokens)
    {
        float threshold = request.Depth!.Threshold!.Value;
        bool mustGo = missing == MissingKeys.Deferred && tokens.Count - _deep > pendingMax;
        int deepest = request.Depth.PassMax ?? _layout.PassCount;
        foreach (int exit in exits.Where(exit => exit < deepest))
        {
            ulong state = StateAfter(tokens, exit, exit);
            float score = ScriptedModel.Score(state, exit, measure);
            bool leaves = measure == ExitMeasure.RouterScore ? !(score > threshold) : score > threshold;
            if (leaves && !mustGo)
            {
                _left.Add(exit);
                return (StateAfter(tokens, exit, _layout.PassCount), _layout.LayersAtExit(exit));
            }
        }

        _left.Add(deepest);
        _deep = deepest == _layout.PassCount || missing == MissingKeys.Deferred ? tokens.Count : _deep;
        return (StateAfter(tokens, deepest, _layout.PassCount), _layout.LayersAtExit(deepest));
    }

    // The last token's state after so many passes, if it leaves the loops after "exit".
    private ulong StateAfter(List<int> tokens, int exit, int passes)
    {
        ulong[] states = [.. tokens.Select(ScriptedModel.Embed)]; // [positions]
        bool[] going = new bool[tokens.Count]; // [positions]: prompt rows go as the model's own router says
        int last = tokens.Count - 1;
        for (int pass = 0; pass < passes; pass++)
        {
            bool isTail = pass >= _layout.TailPass;
            if (pass >= exit && !isTail)
            {
                if (pass == exit && passes == exit)
                {
                    break;
                }

                AdvanceOthers(states, going, pass, last);
                continue;
            }

            ulong sum = AdvanceOthers(states, going, pass, last);
            sum += ScriptedModel.CacheEntry(states[last], pass, last);
            states[last] = ScriptedModel.Attend(states[last], sum, pass);
        }

        return states[last];
    }

    private ulong AdvanceOthers(ulong[] states, bool[] going, int pass, int last)
    {
        ulong sum = 0;
        for (int position = 0; position < last; position++)
        {
            bool isTail = pass >= _layout.TailPass;
            going[position] = (going[position] || !model.IsChoice(pass)) && model.TakesPass(states[position], pass, measure == ExitMeasure.RouterScore && _implied.Contains(position) ? request.Depth!.Threshold!.Value : float.NaN);
            bool takes = isTail || (position < request.PromptTokens.Length - 1 || (missing == MissingKeys.Absent && _implied.Contains(position)) ? going[position] : pass < Seen(position));
            if (takes)
            {
                ulong entry = ScriptedModel.CacheEntry(states[position], pass, position);
                sum += entry;
                states[position] = ScriptedModel.Attend(states[position], sum, pass);
            }
            else if (missing == MissingKeys.Copied && position >= request.PromptTokens.Length - 1)
            {
                sum += ScriptedModel.CacheEntry(states[position], pass, position);
            }
        }

        return sum;
    }

    // How deep a position looks to the others: in the loops a deferred one as if it had gone on, since whoever needs it takes it along.
    private int Seen(int position) => missing == MissingKeys.Deferred && (_layout.TailPass == _layout.PassCount || position < _deep) ? _layout.PassCount : _left[position];
}
