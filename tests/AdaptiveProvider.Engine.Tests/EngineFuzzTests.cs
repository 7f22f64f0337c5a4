using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>
/// Random lives of an engine, one seed each: arrivals, shared prefixes, exits, sampling, slow readers, cancellations, abandoned streams,
/// memory failures and rows without logits, over random limits. Every invariant holds after every step, every token is the reference's.
/// </summary>
public sealed class EngineFuzzTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Step_RandomLife_KeepsEveryPromise(int part)
    {
        var (copies, retries, parked, cached) = (0, 0L, 0, 0);
        for (int seed = part * 100; seed < (part + 1) * 100; seed++)
        {
            try
            {
                var life = new FuzzedLife(seed);
                life.Run();
                (copies, retries, parked, cached) = (copies + life.Copies, retries + life.Retries, parked + life.Parked, cached + life.Cached);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message}", failure);
            }
        }

        // The lives really contain what they are to test.
        Assert.True(copies > 50 && retries > 50 && parked > 50 && cached > 500, $"{copies} copies, {retries} retries, {parked} parked, {cached} cached.");
    }

    /// <summary>The fuzz must be able to fail: the same lives with one broken rule do not pass.</summary>
    [Theory]
    [InlineData(ScriptedFlaw.ForgetsHistory)]
    [InlineData(ScriptedFlaw.CopiesWrongSlot)]
    [InlineData(ScriptedFlaw.MisreportsDepth)]
    public void Step_RandomLifeOfABrokenExecutor_IsNoticed(ScriptedFlaw flaw)
    {
        int noticed = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            try
            {
                new FuzzedLife(seed) { Flaw = flaw }.Run();
            }
            catch (Exception failure) when (failure is Xunit.Sdk.XunitException or EngineFaultedException)
            {
                noticed++;
            }
        }

        Assert.True(noticed >= 10, $"Only {noticed} of 40 broken lives were noticed.");
    }

    /// <summary>One random life.</summary>
    private sealed class FuzzedLife(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<Call> _calls = [];

        public ScriptedFlaw Flaw { get; init; }

        public int Copies { get; private set; }

        public long Retries { get; private set; }

        public int Parked { get; private set; }

        public int Cached { get; private set; }

        public void Run()
        {
            var model = _random.Next(3) switch { 0 => Scripted.Model, 1 => Scripted.Recursive, _ => Scripted.Routed };
            var executor = new ScriptedExecutor(model, _random.Next(1, 6), slotLength: _random.Next(24, 60), stepRowsMax: _random.Next(1, 40))
            {
                Flaw = Flaw,
                BeforeStep = plan => FailSometimes(plan.RowCount),
                BeforeCopy = (_, _, _) => FailSometimes(rows: 1000),
            };
            var options = new EngineOptions
            {
                QueueCapacity = _random.Next(1, 20),
                PrefillRowsPerStep = _random.Next(1, 16),
                StreamCapacity = _random.Next(1, 10),
                PrefixReuseMin = _random.Next(1, 8),
            };
            using var harness = new EngineHarness(executor, options);
            for (int turn = _random.Next(50, 150); turn > 0; turn--)
            {
                Act(harness, model);
            }

            Finish(harness, model);
            Copies = executor.Copies;
            Retries = harness.Snapshot().StepRetries;
            Cached = _calls.Sum(call => call.Reader.Stream.Summary!.CachedTokens);
        }

        private void FailSometimes(int rows)
        {
            if (_random.Next(40) == 0 && (rows > 1 || _random.Next(4) == 0))
            {
                throw new ExecutorMemoryException("full");
            }
        }

        private void Act(EngineHarness harness, ScriptedModel model)
        {
            var call = _calls.Count > 0 ? _calls[_random.Next(_calls.Count)] : null;
            switch (_random.Next(10))
            {
                case 0 or 1:
                    Submit(harness, model);
                    break;
                case 2 or 3 or 4:
                    call?.Reader.Read(_random.Next(1, 6));
                    break;
                case 5 when call is not null && _random.Next(3) == 0:
                    call.Leave(byCancelling: _random.Next(2) == 0);
                    harness.Step();
                    Assert.NotNull(call.Reader.Stream.Summary);
                    break;
                default:
                    harness.Step();
                    Parked += harness.Snapshot().Running.Count(request => request.Status == RequestStatus.Parked);
                    break;
            }
        }

        private void Submit(EngineHarness harness, ScriptedModel model)
        {
            var info = harness.Snapshot();
            int promptLength = _random.Next(1, info.SlotLength - 1);
            int shared = _random.Next(promptLength + 1);
            int[] prompt = [.. Scripted.Prompt(_random.Next(3), promptLength)[..shared], .. Scripted.Prompt(_random.Next(Scripted.VocabularySize), promptLength - shared)];
            if (_calls.Count > 0 && _random.Next(3) == 0)
            {
                var earlier = _calls[_random.Next(_calls.Count)];
                prompt = [.. earlier.Request.PromptTokens.ToArray(), .. earlier.Reader.Tokens.Ids(), _random.Next(Scripted.VocabularySize)];
                prompt = prompt[..Math.Min(prompt.Length, info.SlotLength - 1)];
            }

            int room = info.SlotLength - prompt.Length;
            var request = Scripted.Request(prompt, _random.Next(4) == 0 ? null : _random.Next(1, room + 1), Exit(model)) with
            {
                Seed = _random.Next(5),
                ReusePrefix = _random.Next(5) > 0,
                RouterThreshold = model == Scripted.Routed && _random.Next(2) == 0 ? _random.Next(5) * 0.25f : null,
                StopTokens = _random.Next(3) == 0 ? [_random.Next(Scripted.VocabularySize)] : [],
                Sampling = _random.Next(2) == 0 ? new() : new() { Temperature = 1, TopK = 20, FrequencyPenalty = 1 },
            };
            var cancellation = new CancellationTokenSource();
            try
            {
                _calls.Add(new Call(request, cancellation, new ScriptedReader(harness.Submit(request, cancellation.Token))));
            }
            catch (EngineOverloadedException)
            {
                Assert.True(info.Waiting.Length <= info.QueueCapacity);
            }
        }

        private int? Exit(ScriptedModel model)
        {
            var exits = model.Layout.ExitPasses;
            return _random.Next(2) == 0 ? exits[_random.Next(exits.Length)] : null;
        }

        private void Finish(EngineHarness harness, ScriptedModel model)
        {
            while (_calls.Exists(call => !call.Reader.IsAtEnd))
            {
                harness.StepUntilIdle();
                _calls.ForEach(call => call.Reader.Read());
                Assert.NotEqual(EngineHealth.Faulted, harness.Health);
            }

            harness.StepUntilIdle();
            var end = harness.Snapshot();
            Assert.Empty(end.Running);
            Assert.Empty(end.Waiting);
            Assert.All(end.Slots, slot => Assert.Null(slot.RequestId));
            Assert.Equal(_calls.Count, end.RequestsEnded);
            Assert.Equal(_calls.Sum(call => call.Reader.Stream.Summary!.OutputTokens), end.TokensGenerated);
            Assert.Equal(_calls.Sum(call => call.Reader.Stream.Summary!.LayersExecuted), end.TokenLayerRows);
            _calls.ForEach(call => call.Check(model, end.SlotLength));
        }
    }

    /// <summary>One caller.</summary>
    private sealed record Call(GenerationRequest Request, CancellationTokenSource Cancellation, ScriptedReader Reader)
    {
        private bool _left;

        public void Leave(bool byCancelling)
        {
            _left = true;
            if (byCancelling)
            {
                Cancellation.Cancel();
            }
            else
            {
                _ = Reader.StopAsync();
            }
        }

        public void Check(ScriptedModel model, int slotLength)
        {
            var summary = Reader.Stream.Summary!;
            int limit = Request.MaxOutputTokens ?? slotLength - Request.PromptTokens.Length;
            var expected = model.Generate(Request, limit);
            bool isComplete = summary.Cause is FinishCause.StopToken or FinishCause.MaxOutputTokens or FinishCause.ContextFull;
            Assert.Equal(expected.Take(isComplete && !_left ? limit : Reader.Tokens.Count), Reader.Tokens);
            Assert.True(isComplete || _left || Reader.Failure is ExecutorMemoryException, $"{summary.Cause}: {Reader.Failure}");
            if (!model.Layout.HasRouter)
            {
                Assert.Equal(summary.OutputTokens * (long)model.Layout.LayersAtExit(Request.ExitPass ?? model.Layout.PassCount), summary.LayersExecuted);
            }
        }
    }
}
