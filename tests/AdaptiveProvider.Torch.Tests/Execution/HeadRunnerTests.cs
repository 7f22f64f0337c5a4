using System.Collections.Frozen;
using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Executors;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Torch.Tests.Execution;

/// <summary>Rows of either head, drawn on the device or on the host, measured or not, in one step: each as it is alone.</summary>
public sealed class HeadRunnerTests
{
    private static readonly ImmutableArray<int> Draft = [90, 3, 17, 44, 5, 61, 29];

    public static TheoryData<string, ExitMeasure, bool> Measured
    {
        get
        {
            var data = new TheoryData<string, ExitMeasure, bool>();
            foreach (var measure in new[] { ExitMeasure.Margin, ExitMeasure.MaxProbability, ExitMeasure.Entropy })
            {
                data.Add(nameof(SamplingPlace.Host), measure, false);
                data.Add(nameof(SamplingPlace.Host), measure, true);
                data.Add(nameof(SamplingPlace.Device), measure, false);
                data.Add(nameof(SamplingPlace.Device), measure, true);
            }

            return data;
        }
    }

    public static TheoryData<string> Places => [nameof(SamplingPlace.Host), nameof(SamplingPlace.Device)];

    [Theory]
    [MemberData(nameof(Measured))]
    public void Execute_LogitMeasure_MatchesReference(string place, ExitMeasure measure, bool draft)
    {
        using var tiny = Open(place);
        int[] tokens = tiny.Tokens(70);
        double[] logits = tiny.Reference.NextLogits(tokens);
        var item = tiny.Steps.Item(1, 0, tokens, HeadRows.All);
        (item.Measure, item.UsesDraftHead) = (measure, draft);
        var other = tiny.Steps.Item(0, 0, tokens.AsMemory(0, 9));
        other.Measure = ExitMeasure.MaxProbability;

        var scores = Execute(tiny, tiny.Steps.Item(2, 0, tokens), item, other).ItemScores;

        Assert.Equal(float.NaN, scores[0]);
        Assert.Equal(Measure(measure, draft ? [.. Draft.Select(token => logits[token])] : logits), scores[1], 1e-5);
        Assert.Equal(Measure(ExitMeasure.MaxProbability, tiny.Reference.NextLogits(tokens.AsSpan(0, 9))), scores[2], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Execute_DraftHead_DrawsAmongItsTokensByTheirIds(string place)
    {
        using var tiny = Open(place);
        int[] tokens = tiny.Tokens(30);
        var run = tiny.Reference.Run(tokens);
        var drafting = tiny.Steps.Item(0, 0, tokens, HeadRows.All);
        var biased = tiny.Steps.Item(2, 0, tokens, HeadRows.All, sampling: new RowSampling(new SamplingSettings { LogitBias = new Dictionary<int, float> { [44] = 100, [45] = 100 }.ToFrozenDictionary() }));
        (drafting.UsesDraftHead, biased.UsesDraftHead) = (true, true);

        var rows = tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.All), drafting, biased);

        for (int row = 0; row < tokens.Length; row++)
        {
            double[] logits = tiny.Reference.Logits(run.Hidden[row]);
            Assert.Equal(Draft.MaxBy(token => logits[token]), rows[1][row].Token);
            Assert.Equal(Draft.OrderByDescending(token => logits[token]), rows[1][row].TopLogits!.Select(logit => logit.Token));
            TokenAssert.Close(logits, rows[1][row], 1e-4);
            TokenAssert.Close(logits, rows[0][row], 1e-4);
            Assert.Equal(64, rows[0][row].TopLogits!.Length);
            Assert.Equal(Math.Log(Draft.Sum(token => Math.Exp(logits[token]))), rows[1][row].LogSumExp, 1e-4);
            Assert.Equal(44, rows[2][row].Token);
            Assert.Equal(logits[44], rows[2][row].Logit, 1e-4);
        }
    }

    [Fact]
    public void Execute_DraftHeadThatIsNotThere_TakesTheWholeHead()
    {
        using var tiny = Open(nameof(SamplingPlace.Device), []);
        int[] tokens = tiny.Tokens(30);
        var item = tiny.Steps.Item(0, 0, tokens, HeadRows.All);
        item.UsesDraftHead = true;

        TokenAssert.Same(tiny.Steps.Prefill(1, tokens), tiny.Steps.Run(item)[0], 1e-4);
        Assert.Equal(0, tiny.Executor.Info.DraftVocabularySize);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Execute_RowSamplings_DrawsEachRowByItsOwn(string place)
    {
        using var tiny = Open(place);
        int[] tokens = tiny.Tokens(80);
        var item = tiny.Steps.Item(3, 0, tokens, HeadRows.All);
        item.RowSamplings = [.. Enumerable.Range(0, tokens.Length).Select(row => new RowSampling(new SamplingSettings { Temperature = row % 2 }) { Uniform = 0.3f, AllowedTokens = Only(row) })];

        var rows = tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens.AsMemory(0, 4)), item)[1];

        Assert.Equal(Enumerable.Range(0, tokens.Length), rows.Select(row => row.Token));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Execute_DraftsAndDistributions_AreTheManagedSamplers(string place)
    {
        using var tiny = Open(place);
        int[] tokens = tiny.Tokens(40);
        var logits = tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.All, sampling: new RowSampling(SamplingSettings.Greedy) { TopLogitCount = 96 }))[0];
        var scratch = new SamplerScratch();
        float[][] distributions = [.. tokens.Select(_ => new float[96])];
        var item = tiny.Steps.Item(0, 0, tokens, HeadRows.All);
        item.RowSamplings = [.. distributions.Select((distribution, row) => Sampling(row, distribution))];

        var rows = tiny.Steps.Run(tiny.Steps.Item(2, 0, tokens), item)[1];

        Assert.Equal(1, ((TorchModelExecutor)tiny.Executor).Readbacks - 1);
        int standing = 0;
        for (int row = 0; row < tokens.Length; row++)
        {
            float[] expected = new float[96], raw = new float[96];
            Array.ForEach(logits[row].TopLogits!, logit => raw[logit.Token] = logit.Logit);
            var token = TokenSampler.Sample(raw, Sampling(row, expected), scratch);
            Assert.Equal(token.Token, rows[row].Token);
            Assert.All(Enumerable.Range(0, 96), id => Assert.Equal(expected[id], distributions[row][id], 1e-4));
            Assert.True(row % 4 != 3 || distributions[row].Sum() is > 0.99f and < 1.01f);
            standing += row % 4 is 1 or 2 && token.Token == row ? 1 : 0;
        }

        Assert.InRange(standing, 2, 18);
    }

    // Free draws, both rules of verification, and distributions in turn.
    private static RowSampling Sampling(int row, float[] distribution)
    {
        float[] drafted = new float[96];
        drafted[row] = 0.02f;
        return new RowSampling(new SamplingSettings { Temperature = 1.2f, TopP = 0.95f })
        {
            Uniform = row / 40f,
            Draft = (row % 4) switch
            {
                1 => new DraftedToken(row, DraftAcceptance.Rejection) { Distribution = drafted, Uniform = 0.5f },
                2 => new DraftedToken(row, DraftAcceptance.CrossEntropy) { CrossEntropyMax = 4.6f },
                _ => null,
            },
            Distribution = row % 4 == 3 ? distribution : default(Memory<float>),
        };
    }

    private static uint[] Only(int token)
    {
        uint[] words = new uint[3];
        words[token / 32] = 1u << (token % 32);
        return words;
    }

    private static double Measure(ExitMeasure measure, double[] logits)
    {
        double total = logits.Sum(Math.Exp);
        double[] shares = [.. logits.Select(logit => Math.Exp(logit) / total).OrderDescending()];
        return measure switch
        {
            ExitMeasure.Margin => shares[0] - shares[1],
            ExitMeasure.MaxProbability => shares[0],
            _ => 1 + (shares.Sum(share => share * Math.Log(share)) / Math.Log(shares.Length)),
        };
    }

    private static StepResult Execute(TinyExecutor tiny, params WorkItem[] items)
    {
        var result = new StepResult();
        tiny.Executor.Execute(StepPlans.Of(tiny.Spec.Layout, items), result);
        return result;
    }

    private static TinyExecutor Open(string place) => Open(place, Draft);

    private static TinyExecutor Open(string place, ImmutableArray<int> draft) => new(TinyModels.Get("llama-tied-gqa"), (spec, weights) =>
    {
        Assert.Equal(96, spec.VocabularySize);
        return TorchModelExecutor.Load(spec, weights, new TorchExecutorOptions { Device = "cpu", Threads = 1, Sampling = Enum.Parse<SamplingPlace>(place), DraftVocabulary = draft });
    });
}
