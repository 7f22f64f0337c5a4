using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Testing.Engine;

/// <summary>A fake language model whose logits are a hash of the tokens so far and of the passes taken: any mix-up changes the reply.</summary>
/// <remarks>
/// Like a transformer, a row's state after a pass mixes its own state with what every earlier position wrote in that pass. A stage whose exit
/// is a router has one: rows that it stops skip the stage's other loops and write nothing there.
/// <see cref="Generate"/> is the full-recompute reference: no cache, no batch, no chunks.
/// </remarks>
public sealed class ScriptedModel(StageLayout layout, int vocabularySize)
{
    public StageLayout Layout { get; } = layout;

    public int VocabularySize { get; } = vocabularySize;

    /// <summary>The state of a token before the first pass.</summary>
    public static ulong Embed(int token) => Mix((ulong)token + 1);

    /// <summary>What a row adds to the cache of a pass, for itself and later rows to read.</summary>
    public static ulong CacheEntry(ulong state, int pass, int position) => Mix(state ^ Mix(((ulong)pass << 32) + (uint)position));

    /// <summary>The row's state after the pass: its own, mixed with the sum of all entries up to its position.</summary>
    public static ulong Attend(ulong state, ulong entrySum, int pass) => Mix(state + Mix(entrySum + (ulong)pass));

    /// <summary>The threshold of a row that was given none.</summary>
    public const float OwnThreshold = 0.5f;

    /// <summary>Whether a row that took every loop of a routed stage so far takes the loop of this pass too.</summary>
    public bool TakesPass(ulong state, int pass, float threshold)
        => !IsChoice(pass) || RouterScore(state, pass) > (float.IsNaN(threshold) ? OwnThreshold : threshold) || threshold <= 0;

    /// <summary>The router's score for a pass, 0 to 1.</summary>
    public static float RouterScore(ulong state, int pass) => Unit(Mix(state + (ulong)pass));

    /// <summary>What the executor measures about a row whose state after <paramref name="passCount"/> passes is given, 0 to 1.</summary>
    public static float Score(ulong state, int passCount, ExitMeasure measure)
        => measure == ExitMeasure.RouterScore ? RouterScore(state, passCount) : Unit(Mix(state ^ Mix((ulong)measure)));

    /// <summary>True when a router decides on a pass.</summary>
    public bool IsChoice(int pass) => Layout.Passes[pass].Loop > 0 && StageLayout.IsRouted(Layout.Stages[Layout.Passes[pass].StageIndex]);

    /// <summary>The head.</summary>
    public void Logits(ulong state, Span<float> logits)
    {
        for (int token = 0; token < logits.Length; token++)
        {
            logits[token] = (Mix(state + ((ulong)token * 0x9E3779B97F4A7C15)) >> 40) * (8f / (1 << 24));
        }
    }

    /// <summary>The reply that a request must get, computed from scratch for every token.</summary>
    public List<TokenEvent> Generate(GenerationRequest request, int outputMax)
    {
        int depth = request.ExitPass ?? Layout.PassCount;
        var tokens = request.PromptTokens.ToArray().ToList();
        var counts = new TokenCounts();
        tokens.ForEach(counts.AddPrompt);
        var sampling = new RowSampling(request.Sampling) { Counts = counts, TopLogitCount = request.TopLogitCount };
        var reply = new List<TokenEvent>();
        var scratch = new SamplerScratch();
        var logits = new float[VocabularySize];
        var constraint = request.Constraint;
        while (reply.Count < outputMax && constraint is not { IsComplete: true })
        {
            sampling.AllowedTokens = constraint?.AllowedTokens ?? default;
            var (state, layers) = LastRow(tokens, depth, request.RouterThreshold ?? float.NaN);
            Logits(state, logits);
            sampling.Uniform = CounterRandom.Uniform(request.Seed ?? 0, reply.Count);
            var sample = TokenSampler.Sample(logits, sampling, scratch);
            if (request.StopTokens.Contains(sample.Token))
            {
                break;
            }

            // What is implied takes no rows, but the first token of a reply is drawn in any case.
            reply.Add(new TokenEvent(sample, constraint is { ImpliedToken: not null } && reply.Count > 0 && request.TopLogitCount == 0 ? 0 : layers));
            constraint = constraint?.After(sample.Token);
            tokens.Add(sample.Token);
            counts.AddReply(sample.Token);
        }

        return reply;
    }

    private (ulong State, int Layers) LastRow(List<int> tokens, int depth, float threshold)
    {
        ulong[] states = [.. tokens.Select(Embed)]; // [positions]
        bool[] going = new bool[states.Length]; // [positions], not stopped by a router in this stage
        int layers = 0;
        for (int pass = 0; pass < Layout.PassCount; pass++)
        {
            bool isTail = pass >= Layout.TailPass && depth < Layout.TailPass;
            if (pass >= depth && !isTail)
            {
                continue;
            }

            ulong sum = 0;
            for (int position = 0; position < states.Length; position++)
            {
                going[position] = (going[position] || !IsChoice(pass)) && TakesPass(states[position], pass, threshold);
                if (going[position])
                {
                    sum += CacheEntry(states[position], pass, position);
                    states[position] = Attend(states[position], sum, pass);
                }
            }

            layers += going[^1] ? Layout.Passes[pass].LayerCount : 0;
        }

        return (states[^1], layers);
    }

    private static float Unit(ulong value) => (value >> 40) * (1f / (1 << 24));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
