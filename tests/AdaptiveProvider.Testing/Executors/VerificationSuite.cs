using System.Collections.Frozen;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Drafts: rows with samplings of their own, distributions, rules of acceptance, the draft head.</summary>
public abstract class VerificationSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    private static readonly SamplingSettings Sampled = new() { Temperature = 1.3f, TopP = 0.9f };

    [SkippableFact]
    public void Execute_SamplingPerRow_SameAsRowByRow()
    {
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(12);
        RowSampling Sampling(int row) => new(row % 3 == 2 ? SamplingSettings.Greedy : Sampled) { Uniform = row / 12f };
        int[] expected = [.. tokens.Select((_, row) => tiny.Steps.Run(tiny.Steps.Item(0, row, tokens.AsMemory(row, 1), sampling: Sampling(row)))[0][0].Token)];

        var item = tiny.Steps.Item(1, 0, tokens, HeadRows.All);
        item.RowSamplings = [.. Enumerable.Range(0, 12).Select(Sampling)];
        var rows = tiny.Steps.Run(item)[0];

        Assert.Equal(expected, rows.Select(row => row.Token));
    }

    [SkippableFact]
    public void Execute_Distribution_IsWhatTheTokenIsDrawnFrom()
    {
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(12);
        double[] logits = tiny.Reference.NextLogits(tokens);
        double[] weights = [.. logits.Select(logit => Math.Exp((logit - logits.Max()) / 1.7))];

        float[] sampled = Distribution(tiny, tokens, new SamplingSettings { Temperature = 1.7f });
        float[] greedy = Distribution(tiny, tokens, SamplingSettings.Greedy);

        Assert.All(sampled.Zip(weights), pair => Assert.Equal(pair.Second / weights.Sum(), pair.First, 1e-5));
        Assert.Equal(logits.Select(logit => logit == logits.Max() ? 1f : 0), greedy);
    }

    [SkippableFact]
    public void Execute_RejectionOfDrafts_AcceptsByRatioAndReplacesFromTheRest()
    {
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(12);
        float[] p = Distribution(tiny, tokens, Sampled);
        int likely = Array.IndexOf(p, p.Max()), unlikely = Array.IndexOf(p, 0);
        float[] q = [.. p.Select((_, token) => token == likely || token == unlikely ? 0.5f : 0)];
        int Verify(int token, float uniform) => Draw(tiny, tokens, new RowSampling(Sampled)
        {
            Uniform = 0.3f,
            Draft = new DraftedToken(token, DraftAcceptance.Rejection) { Distribution = q, Uniform = uniform },
        });

        // Accepted below p / q, and what is drawn in its place has p > q.
        Assert.Equal(likely, Verify(likely, Math.Min(0.999f, p[likely] / 0.5f) - 0.001f));
        foreach (int replaced in p[likely] < 0.49f ? new[] { Verify(likely, (p[likely] / 0.5f) + 0.001f), Verify(unlikely, 0) } : [Verify(unlikely, 0)])
        {
            Assert.True(p[replaced] > q[replaced]);
        }
    }

    [SkippableFact]
    public void Execute_CrossEntropyOfDrafts_AcceptsUpToTheMost()
    {
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(12);
        double[] logits = tiny.Reference.NextLogits(tokens);
        double logSumExp = logits.Max() + Math.Log(logits.Sum(logit => Math.Exp(logit - logits.Max())));
        int[] ranked = [.. Enumerable.Range(0, logits.Length).OrderByDescending(token => logits[token])];
        int draft = ranked[5];
        float entropy = (float)(logSumExp - logits[draft]);
        int Verify(float max) => Draw(tiny, tokens, new RowSampling(SamplingSettings.Greedy) { Draft = new DraftedToken(draft, DraftAcceptance.CrossEntropy) { CrossEntropyMax = max } });

        Assert.Equal(draft, Verify(entropy + 0.001f));
        Assert.Equal(ranked[0], Verify(entropy - 0.001f));
    }

    [SkippableFact]
    public void Execute_DraftHead_DrawsAndMeasuresAmongItsTokens()
    {
        using var tiny = Open("qwen3-norms", new TestExecutorOptions { DraftVocabulary = [90, 3, 17, 64, 42] });
        int[] tokens = tiny.Tokens(12), draft = [90, 3, 17, 64, 42];
        double[] logits = tiny.Reference.NextLogits(tokens, 2);
        int[] ranked = [.. draft.OrderByDescending(token => logits[token])];
        var full = tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens, endPass: 2))[0][0];
        double total = draft.Sum(token => Math.Exp(logits[token] - logits[ranked[0]]));

        WorkItem Item(RowSampling? sampling = null)
        {
            var item = tiny.Steps.Item(1, 0, tokens, endPass: 2, sampling: sampling);
            (item.UsesDraftHead, item.Measure) = (true, ExitMeasure.Margin);
            return item;
        }

        var rows = tiny.Steps.Run(Item(), tiny.Steps.Item(2, 0, tokens, endPass: 2));
        float margin = tiny.Steps.Scores[0];
        var banned = new RowSampling(new SamplingSettings { LogitBias = new Dictionary<int, float> { [ranked[0]] = -100, [full.Token] = 100 }.ToFrozenDictionary() });
        float[] distribution = new float[96];
        tiny.Steps.Run(Item(new RowSampling(new SamplingSettings { Temperature = 1 }) { Distribution = distribution }));

        Assert.Equal(5, tiny.Executor.Info.DraftVocabularySize);
        Assert.Equal(ranked[0], rows[0][0].Token);
        Assert.Equal(logits[ranked[0]], rows[0][0].Logit, SingleTolerance);
        AssertSame(full, rows[1][0]);
        Assert.Equal((1 - Math.Exp(logits[ranked[1]] - logits[ranked[0]])) / total, margin, 1e-4);
        Assert.Equal(draft.Contains(full.Token) ? full.Token : ranked[1], tiny.Steps.Run(Item(banned))[0][0].Token);
        Assert.All(distribution.Select((probability, token) => (probability, token)), entry =>
            Assert.Equal(draft.Contains(entry.token) ? Math.Exp(logits[entry.token] - logits[ranked[0]]) / total : 0, entry.probability, 1e-4));
    }

    [SkippableFact]
    public void Execute_WithoutADraftHead_UsesTheHead()
    {
        using var tiny = Open("qwen3-norms");
        int[] tokens = tiny.Tokens(12);
        var expected = tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens))[0][0];
        var item = tiny.Steps.Item(1, 0, tokens);
        item.UsesDraftHead = true;

        AssertSame(expected, tiny.Steps.Run(item)[0][0]);
        Assert.Equal(0, tiny.Executor.Info.DraftVocabularySize);
    }

    private static float[] Distribution(TinyExecutor tiny, int[] tokens, SamplingSettings settings)
    {
        float[] distribution = new float[tiny.Spec.VocabularySize];
        Draw(tiny, tokens, new RowSampling(settings) { Distribution = distribution });
        return distribution;
    }

    private static int Draw(TinyExecutor tiny, int[] tokens, RowSampling sampling) => tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens, sampling: sampling))[0][0].Token;
}
