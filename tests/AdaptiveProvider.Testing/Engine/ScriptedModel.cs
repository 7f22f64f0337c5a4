using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Testing.Engine;

/// <summary>A fake language model whose logits are a hash of the tokens so far and of the passes taken: any mix-up changes the reply.</summary>
/// <remarks>
/// Like a transformer, a row's state after a pass mixes its own state with what every earlier position wrote in that pass.
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
        while (reply.Count < outputMax)
        {
            Logits(LastState(tokens, depth), logits);
            sampling.Uniform = CounterRandom.Uniform(request.Seed ?? 0, reply.Count);
            var sample = TokenSampler.Sample(logits, sampling, scratch);
            if (request.StopTokens.Contains(sample.Token))
            {
                break;
            }

            reply.Add(new TokenEvent(sample, Layout.LayersAfter(depth)));
            tokens.Add(sample.Token);
            counts.AddReply(sample.Token);
        }

        return reply;
    }

    private static ulong LastState(List<int> tokens, int depth)
    {
        ulong[] states = [.. tokens.Select(Embed)]; // [positions]
        for (int pass = 0; pass < depth; pass++)
        {
            ulong sum = 0;
            for (int position = 0; position < states.Length; position++)
            {
                sum += CacheEntry(states[position], pass, position);
                states[position] = Attend(states[position], sum, pass);
            }
        }

        return states[^1];
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
