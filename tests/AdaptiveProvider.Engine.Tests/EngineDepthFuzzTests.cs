using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Tests.Depth.Courses;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>
/// Random lives in which every request spends depth in a way of its own: arrivals, shared prefixes, slow readers, cancellations and memory failures over random
/// limits. Every reply and every depth is what the request gets alone, computed from scratch; every layer run is accounted for after every step.
/// </summary>
public sealed class EngineDepthFuzzTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Step_RandomDepths_EachAsAlone(int part)
    {
        var totals = new Totals();
        for (int seed = part * 100; seed < (part + 1) * 100; seed++)
        {
            var life = new Life(seed, ScriptedFlaw.None);
            try
            {
                life.Run(totals);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message} {life}", failure);
            }
        }

        Assert.True(totals is { Early: > 300, Deferred: > 100, Accepted: > 20, Rejected: > 100, Cached: > 200, Retries: > 20 }, totals.ToString());
    }

    [Theory]
    [InlineData(ScriptedFlaw.ForgetsHistory)]
    [InlineData(ScriptedFlaw.MisreportsDepth)]
    [InlineData(ScriptedFlaw.CopiesWrongSlot)]
    public void Step_RandomDepthsOfABrokenExecutor_IsNoticed(ScriptedFlaw flaw)
    {
        int noticed = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            try
            {
                new Life(seed, flaw).Run(new Totals());
            }
            catch (Exception failure) when (failure is Xunit.Sdk.XunitException or EngineFaultedException)
            {
                noticed++;
            }
        }

        Assert.True(noticed >= 10, $"Only {noticed} of 40 broken lives were noticed.");
    }

    private sealed record Totals
    {
        public int Early { get; set; }

        public int Deferred { get; set; }

        public int Accepted { get; set; }

        public int Rejected { get; set; }

        public int Cached { get; set; }

        public long Retries { get; set; }
    }

    /// <summary>One random life.</summary>
    private sealed class Life(int seed, ScriptedFlaw flaw)
    {
        private readonly Random _random = new(seed);
        private readonly List<(GenerationRequest Request, CancellationTokenSource Cancellation, ScriptedReader Reader)> _calls = [];
        private readonly HashSet<ScriptedReader> _left = [];

        public void Run(Totals totals)
        {
            var layout = (_random.Next(3) switch { 0 => Scripted.Model, 1 => Scripted.Recursive, _ => Scripted.Routed }).Layout;
            var model = new ScriptedModel(layout, _random.Next(2) == 0 ? 4 : Scripted.VocabularySize); // few tokens: many drafts stand
            var executor = new ScriptedExecutor(model, _random.Next(1, 5), slotLength: _random.Next(24, 60), stepRowsMax: _random.Next(1, 40))
            {
                Flaw = flaw,
                BeforeStep = FailSometimes,
            };
            var options = new EngineOptions { PrefillRowsPerStep = _random.Next(1, 16), StreamCapacity = _random.Next(1, 10), StepsLoops = _random.Next(2) == 0, HeldStepsMax = _random.Next(4) };
            using var harness = new EngineHarness(executor, options);
            for (int turn = _random.Next(40, 120); turn > 0; turn--)
            {
                Act(harness, model);
            }

            while (_calls.Exists(call => !call.Reader.IsAtEnd))
            {
                harness.StepUntilIdle();
                _calls.ForEach(call => call.Reader.Read());
                Assert.True(harness.StopCause is null, harness.StopCause?.ToString());
            }

            harness.StepUntilIdle();
            Check(harness.Snapshot(), model, totals);
        }

        public override string ToString() => string.Join(Environment.NewLine, _calls.Select(call => $"{call.Request.Depth} {string.Join(' ', call.Request.Depth!.Exits)}"));

        private void FailSometimes(StepPlan plan)
        {
            if (_random.Next(60) == 0 && plan.RowCount > 1)
            {
                throw new ExecutorMemoryException("full");
            }
        }

        private void Act(EngineHarness harness, ScriptedModel model)
        {
            switch (_random.Next(8))
            {
                case 0 or 1 when _calls.Count < 12:
                    Submit(harness, model);
                    break;
                case 2 or 3 when _calls.Count > 0:
                    _calls[_random.Next(_calls.Count)].Reader.Read(_random.Next(1, 6));
                    break;
                case 4 when _calls.Count > 0 && _random.Next(4) == 0:
                    var call = _calls[_random.Next(_calls.Count)];
                    _left.Add(call.Reader);
                    call.Cancellation.Cancel();
                    break;
                default:
                    harness.Step();
                    break;
            }
        }

        private void Submit(EngineHarness harness, ScriptedModel model)
        {
            int length = harness.Snapshot().SlotLength, promptLength = _random.Next(1, length - 1);
            int[] prompt = [.. Scripted.Prompt(_random.Next(3), promptLength).Select(token => token % model.VocabularySize)];
            if (_calls.Count > 0 && _random.Next(3) > 0)
            {
                var earlier = _calls[_random.Next(_calls.Count)];
                prompt = [.. earlier.Request.PromptTokens.ToArray(), .. earlier.Reader.Tokens.Ids(), _random.Next(model.VocabularySize)];
                prompt = prompt[..Math.Min(prompt.Length, length - 1)];
            }

            var request = RandomDepth.Request(_random, model, prompt, _random.Next(1, length - prompt.Length + 1));
            var cancellation = new CancellationTokenSource();
            _calls.Add((request, cancellation, new ScriptedReader(harness.Submit(request, cancellation.Token))));
        }

        private void Check(EngineSnapshot end, ScriptedModel model, Totals totals)
        {
            Assert.Equal(_calls.Sum(call => call.Reader.Stream.Summary!.LayersExecuted), end.TokenLayerRows);
            Assert.Equal(_calls.Sum(call => call.Reader.Stream.Summary!.DeferredLayers), end.DeferredLayerRows);
            Assert.Equal(_calls.Sum(call => call.Reader.Stream.Summary!.RejectedLayers), end.RejectedLayerRows);
            totals.Retries += end.StepRetries;
            foreach (var (request, _, reader) in _calls)
            {
                var summary = reader.Stream.Summary!;
                bool isComplete = !_left.Contains(reader);
                var expected = RandomDepth.Expected(model, request, request.MaxOutputTokens!.Value);
                var wanted = (isComplete ? expected : expected.Take(reader.Tokens.Count)).Select(token => Plain(request, token)).ToArray();
                Assert.True(
                    wanted.SequenceEqual(reader.Tokens.Select(token => Plain(request, token))),
                    $"{string.Join(' ', reader.Tokens.Select(token => Plain(request, token)))} instead of {string.Join(' ', wanted)} for {request.Depth} with exits {string.Join(' ', request.Depth!.Exits)}, {summary.CachedTokens} of {summary.PromptTokens} cached");
                totals.Early += summary.EarlyExitTokens;
                totals.Deferred += summary.DeferredTokens;
                totals.Accepted += summary.AcceptedDraftTokens;
                totals.Rejected += summary.DraftTokens - summary.AcceptedDraftTokens;
                totals.Cached += summary.CachedTokens;
            }
        }

        // Whether the row of a draft draws what is implied, or nothing runs for it, depends on where its round ends.
        private static (int Token, int Layers) Plain(GenerationRequest request, TokenEvent token)
            => (token.Token, request is { Constraint: not null, Depth.Method: DepthMethod.Lossless } ? 0 : token.LayersExecuted);
    }
}
