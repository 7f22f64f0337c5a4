using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdaptiveProvider.Testing.Engine;

/// <summary>An engine without a thread: the test runs its steps one by one, and every invariant is checked after each.</summary>
public sealed class EngineHarness : IDisposable
{
    private readonly EngineCore _core;
    private readonly RequestIntake _intake;

    public EngineHarness(IModelExecutor executor, EngineOptions? options = null)
    {
        options = (options ?? new EngineOptions()).Validated();
        _core = new EngineCore(executor, options, Clock, NullLogger.Instance);
        _intake = new RequestIntake(_core, options, Clock);
        _core.StepFinished = snapshot => Violations.AddRange(EngineInvariants.Violations(snapshot));
    }

    public TestClock Clock { get; } = new();

    /// <summary>What was broken after any step so far.</summary>
    public List<string> Violations { get; } = [];

    public EngineHealth Health => _core.Health;

    /// <summary>False for tests that break a rule on purpose.</summary>
    public bool ChecksInvariants { get; init; } = true;

    /// <summary>Why the engine stopped; null while it serves.</summary>
    public Exception? StopCause => _core.StopCause;

    public EngineSnapshot Snapshot() => _core.Snapshot();

    public ValueTask<TokenStream> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken = default)
        => _intake.SubmitAsync(request, cancellationToken);

    /// <summary>Submits where there is room, so that nothing has to be awaited.</summary>
    public TokenStream Submit(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        var submission = SubmitAsync(request, cancellationToken);
        return submission.IsCompleted ? submission.GetAwaiter().GetResult() : throw new InvalidOperationException("The line is full.");
    }

    /// <summary>One step; false when there was nothing to run.</summary>
    public bool Step()
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        bool worked = _core.Step();
        if (!worked && _core.Snapshot() is { Waiting.IsEmpty: false, Health: not EngineHealth.Faulted } snapshot
            && snapshot.Running.Length < snapshot.Slots.Length)
        {
            Violations.Add("The engine is idle although requests wait and a slot is free.");
        }

        return Violations.Count == 0 || !ChecksInvariants ? worked : throw new ContractViolationException(string.Join(Environment.NewLine, Violations));
    }

    /// <summary>Steps until nothing is left to run, and returns how many there were.</summary>
    public int StepUntilIdle(int stepsMax = 100_000)
    {
        for (int steps = 0; steps < stepsMax; steps++)
        {
            if (!Step())
            {
                return steps;
            }
        }

        throw new ContractViolationException($"The engine is still busy after {stepsMax} steps.");
    }

    /// <summary>Begins the shutdown; further steps carry it out.</summary>
    public void Shutdown()
    {
        _intake.Close();
        _core.Mailbox.Post(AdaptiveProvider.Engine.Scheduling.EngineCommand.Shutdown);
    }

    /// <summary>All tokens of a stream.</summary>
    public static async Task<List<TokenEvent>> ReadAsync(TokenStream stream)
    {
        var tokens = new List<TokenEvent>();
        await foreach (var token in stream)
        {
            tokens.Add(token);
        }

        return tokens;
    }

    public void Dispose()
    {
        _core.Dispose();
        _intake.Dispose();
    }
}
