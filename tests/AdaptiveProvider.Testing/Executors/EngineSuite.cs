using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Engine;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Engine and executor together against the full-recompute generator.</summary>
public abstract class EngineSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    // Where the reference's two highest logits are closer than this, single precision may choose the other.
    private const double NearTie = 1e-3;

    public static TheoryData<string> Families => [.. TinyModels.All.Select(model => model.Name)];

    [SkippableTheory]
    [MemberData(nameof(Families))]
    public async Task Submit_GreedyRequestsTogether_MatchReferenceGenerator(string name)
    {
        using var tiny = Open(name);
        using var harness = new EngineHarness(tiny.Executor, new EngineOptions { PrefillRowsPerStep = 8 });
        int[][] prompts = [.. Enumerable.Range(1, 3).Select(seed => tiny.Tokens(5 * seed, seed))];
        int?[] exits = [null, 2, null];

        var streams = prompts.Select((prompt, i) => harness.Submit(new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = 12, ExitPass = exits[i] })).ToArray();
        harness.StepUntilIdle();

        for (int i = 0; i < prompts.Length; i++)
        {
            var expected = ReferenceGenerator.Generate(tiny.Reference, prompts[i], 12, exits[i]);
            int sure = expected.CertainCount(NearTie);
            int[] actual = [.. (await EngineHarness.ReadAsync(streams[i])).Select(token => token.Token)];
            Assert.Equal(expected.Tokens.Take(sure), actual.Take(sure));
            Assert.InRange(sure, 6, 12);
        }
    }

    [SkippableTheory]
    [InlineData(TestPrecision.F32)]
    [InlineData(TestPrecision.EightBit)]
    public async Task Submit_SeededRequests_SameTokensAloneStaggeredAndWithPrefixReuse(TestPrecision precision)
    {
        const int Seed = 5;
        Skip.If(Kind.RowTolerance(precision) > 1e-3, "Rows of other batches differ enough here to draw other tokens.");
        var requests = Requests(Seed);
        var alone = new List<int[]>();
        foreach (var request in requests)
        {
            using var single = Open("qwen3-norms", precision);
            using var harness = new EngineHarness(single.Executor);
            var stream = harness.Submit(request);
            harness.StepUntilIdle();
            alone.Add(await Tokens(stream));
        }

        using var shared = Open("qwen3-norms", new TestExecutorOptions { Weights = precision, SlotCount = 3 });
        using var busy = new EngineHarness(shared.Executor, new EngineOptions { PrefillRowsPerStep = 5 });
        var random = new Random(Seed);
        var streams = new List<TokenStream>();
        foreach (var request in requests.Concat(requests))
        {
            streams.Add(busy.Submit(request));
            for (int steps = random.Next(6); steps > 0; steps--)
            {
                busy.Step();
            }
        }

        busy.StepUntilIdle();
        for (int i = 0; i < streams.Count; i++)
        {
            Assert.Equal(alone[i % alone.Count], await Tokens(streams[i]));
        }

        Assert.True(streams.Any(stream => stream.Summary!.CachedTokens > 4), "No request found its prefix in a slot, so that reuse was not tested.");
    }

    // Prompts with a common beginning, each with its own seed, temperature and length.
    private static GenerationRequest[] Requests(int seed)
    {
        var random = new Random(seed);
        int[] beginning = [.. Enumerable.Range(0, 9).Select(_ => random.Next(96))];
        return
        [
            .. Enumerable.Range(0, 6).Select(i => new GenerationRequest
            {
                PromptTokens = (int[])[.. beginning, .. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => random.Next(96))],
                MaxOutputTokens = 3 + random.Next(20),
                Seed = i,
                Sampling = new SamplingSettings { Temperature = i % 3, TopK = i % 2 * 20, RepetitionPenalty = 1.1f },
                ExitPass = i == 4 ? 3 : null,
            }),
        ];
    }

    private static async Task<int[]> Tokens(TokenStream stream) => [.. (await EngineHarness.ReadAsync(stream)).Select(token => token.Token)];
}
