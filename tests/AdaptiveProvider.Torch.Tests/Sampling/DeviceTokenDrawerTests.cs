using System.Collections.Frozen;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Torch.Sampling;
using AdaptiveProvider.Torch.Scripts;
using AdaptiveProvider.Torch.Transfers;
using TorchSharp;

namespace AdaptiveProvider.Torch.Tests.Sampling;

/// <summary>The device draws the managed sampler's tokens for the same logits and settings.</summary>
public sealed class DeviceTokenDrawerTests
{
    private const int Vocabulary = 300, RoundRows = 64;

    public static TheoryData<string> Devices => ["cpu", "cuda"];

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Draw_RandomRowsAndSettings_MatchesManagedSampler(string device)
    {
        TorchDevices.Require(device);
        const int Seed = 3;
        var random = new Random(Seed);
        for (int batch = 0; batch < 60; batch++)
        {
            List<RowSampling> rows = [.. Enumerable.Range(0, random.Next(1, 90)).Select(_ => Settings(random))];
            float[] logits = Logits(random, rows.Count);

            AssertSame(rows, logits, device, $"seed {Seed}, batch {batch}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Draw_UnusableRows_GivesNoTokenForThemOnly(string device)
    {
        TorchDevices.Require(device);
        float[] logits = Logits(new Random(1), 5);
        logits[7] = float.NaN;
        logits[Vocabulary + 9] = float.PositiveInfinity;
        logits.AsSpan(2 * Vocabulary, Vocabulary).Fill(float.NegativeInfinity);
        var nothing = new RowSampling(new SamplingSettings { Temperature = 1 }) { AllowedTokens = new uint[(Vocabulary + 31) / 32] };
        List<RowSampling> rows = [Greedy(), Greedy(), Greedy(), nothing, Greedy()];

        var tokens = AssertSame(rows, logits, device, "unusable rows");

        Assert.All(tokens[..4], token => Assert.Equal(SampledToken.NoToken, token.Token));
        Assert.NotEqual(SampledToken.NoToken, tokens[4].Token);
    }

    // The comparison above must notice a wrong order of the truncations: top-p after min-p keeps other tokens.
    [SkippableFact]
    public void Draw_OtherUniform_DrawsOtherTokens()
    {
        TorchDevices.Require("cpu");
        float[] logits = Logits(new Random(2), 1);
        var drawn = new HashSet<int>();
        for (int i = 0; i < 50; i++)
        {
            drawn.Add(Draw([new RowSampling(new SamplingSettings { Temperature = 1.5f }) { Uniform = i / 50f }], logits, "cpu")[0].Token);
        }

        Assert.InRange(drawn.Count, 10, 50);
    }

    private static List<SampledToken> AssertSame(List<RowSampling> rows, float[] logits, string device, string context)
    {
        var scratch = new SamplerScratch();
        var drawn = Draw(rows, logits, device);
        for (int row = 0; row < rows.Count; row++)
        {
            var expected = TokenSampler.Sample(logits.AsSpan(row * Vocabulary, Vocabulary).ToArray(), rows[row], scratch);

            Assert.True(expected.Token == drawn[row].Token, $"{context}, row {row}: {rows[row].Settings}, uniform {rows[row].Uniform}: {drawn[row].Token} instead of {expected.Token}");
            Assert.Equal(expected.Logit, drawn[row].Logit);
            Assert.Equal(expected.TopLogits, drawn[row].TopLogits);
            if (expected.TopLogits is not null)
            {
                Assert.Equal(expected.LogSumExp, drawn[row].LogSumExp, 1e-5);
            }
        }

        return drawn;
    }

    private static List<SampledToken> Draw(List<RowSampling> rows, float[] logits, string deviceName)
    {
        TorchRuntime.Load();
        var device = new torch.Device(deviceName);
        using var scope = torch.NewDisposeScope();
        using var indices = new StagedNumbers<long>(device);
        using var numbers = new StagedNumbers<float>(device);
        using var readback = new StepReadback(device);
        var drawer = new DeviceTokenDrawer(Vocabulary, ScriptLibrary.Portable, indices, numbers);
        DrawRound[] rounds = [.. rows.Chunk(RoundRows).Select(round => drawer.Stage([.. round]))];
        indices.Upload();
        numbers.Upload();
        var onDevice = torch.tensor(logits).view(-1, Vocabulary).to(device);
        var parts = new ReadbackParts();
        Section[] sections = [.. rounds.Select((round, index) => parts.Add(drawer.Draw(round, onDevice.narrow(0, index * RoundRows, round.Rows.Count))))];

        var drawn = readback.Read(parts.All(onDevice));
        var tokens = new List<SampledToken>();
        for (int round = 0; round < rounds.Length; round++)
        {
            tokens.AddRange(drawer.Finish(rounds[round], drawn.Slice(sections[round].First, sections[round].Count), Vocabulary));
        }

        return tokens;
    }

    private static RowSampling Greedy() => new(SamplingSettings.Greedy);

    // Few distinct values, so that ties are common.
    private static float[] Logits(Random random, int rows)
    {
        float step = random.Next(2) == 0 ? 0.5f : 0.001f;
        float[] logits = new float[rows * Vocabulary];
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = MathF.Round((float)(random.NextDouble() * 12) / step) * step;
        }

        return logits;
    }

    private static RowSampling Settings(Random random)
    {
        var settings = new SamplingSettings
        {
            Temperature = random.Next(4) == 0 ? 0 : (float)(random.NextDouble() * 2) + 0.05f,
            TopK = random.Next(3) == 0 ? random.Next(1, 400) : 0,
            TopP = random.Next(2) == 0 ? 1 : (float)(random.NextDouble() * 0.98) + 0.01f,
            MinP = random.Next(3) == 0 ? (float)random.NextDouble() * 0.5f : 0,
            RepetitionPenalty = random.Next(3) == 0 ? 1.3f : 1,
            PresencePenalty = random.Next(3) == 0 ? 0.7f : 0,
            FrequencyPenalty = random.Next(3) == 0 ? -0.2f : 0,
            LogitBias = random.Next(4) == 0 ? new Dictionary<int, float> { [random.Next(Vocabulary)] = 4, [5] = -100 }.ToFrozenDictionary() : null,
        };
        var counts = new TokenCounts();
        for (int i = 0; i < 20; i++)
        {
            counts.AddPrompt(random.Next(Vocabulary));
            counts.AddReply(random.Next(40));
        }

        return new RowSampling(settings)
        {
            Uniform = random.Next(1 << 24) / (float)(1 << 24),
            Counts = settings.HasPenalties ? counts : null,
            AllowedTokens = random.Next(5) == 0 ? Mask(random) : default,
            TopLogitCount = random.Next(4) == 0 ? random.Next(1, 12) : 0,
        };
    }

    private static ReadOnlyMemory<uint> Mask(Random random)
    {
        uint[] words = new uint[(Vocabulary + 31) / 32];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (uint)random.NextInt64(1L << 32);
        }

        return words;
    }
}
