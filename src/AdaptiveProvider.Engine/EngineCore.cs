using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AdaptiveProvider.Engine.Depth.Courses;
using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Scheduling;
using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Engine;

/// <summary>The engine without its thread: drain commands, admit, plan, execute, commit, publish. Tests step it by hand.</summary>
internal sealed class EngineCore : IDisposable
{
    private readonly IModelExecutor _executor;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly object _sync = new(); // Guards all below against Snapshot; never held while the executor computes a step.
    private readonly SlotTable _slots;
    private readonly StepPlanner _planner;
    private readonly StepCommitter _committer;
    private readonly StepSizeLimit _stepSize;
    private readonly PlannedStep _step = new();
    private readonly StepResult _result = new();
    private readonly List<RequestState> _running = [];
    private readonly RequestEnding _ending;
    private StepTotals _totals;
    private ITimer? _drainTimer;
    private bool _draining;
    private volatile bool _drainExpired;
    private volatile Exception? _stopCause;

    public EngineCore(IModelExecutor executor, EngineOptions options, TimeProvider time, ILogger logger)
    {
        Info = executor.Info;
        _executor = executor;
        _options = options;
        _time = time;
        _logger = logger;
        _slots = new SlotTable(Info);
        _committer = new StepCommitter(Info);
        _stepSize = new StepSizeLimit(Info.StepRowsMax);
        Courses = new CourseFactory(Info, options.StepsLoops, time);
        _planner = new StepPlanner(Info.Layout, options.PrefillRowsPerStep, new RowHolding(Info.Layout, Courses.Costs, options.HeldStepsMax));
        Queue = new AdmissionQueue(options.QueueCapacity);
        Metrics = new EngineMetrics(() => _slots.LeasedCount, () => Queue.Count);
        _ending = new RequestEnding(Info.Layout.LayerDepth, time, Metrics, logger);
    }

    public ExecutorInfo Info { get; }

    /// <summary>Chooses how requests spend depth.</summary>
    public CourseFactory Courses { get; }

    public Mailbox Mailbox { get; } = new();

    public AdmissionQueue Queue { get; }

    public EngineMetrics Metrics { get; }

    /// <summary>Called after every step with the state it left; for tests.</summary>
    public Action<EngineSnapshot>? StepFinished { get; set; }

    /// <summary>Why nothing runs any more; null while the engine serves.</summary>
    public Exception? StopCause => _stopCause;

    public EngineHealth Health => _stopCause is EngineFaultedException ? EngineHealth.Faulted
        : _stepSize.IsReduced ? EngineHealth.Degraded
        : EngineHealth.Healthy;

    /// <summary>Runs one step. False when there was nothing to run: wait for the mailbox.</summary>
    public bool Step()
    {
        try
        {
            bool worked = TryStep();
            StepFinished?.Invoke(Snapshot());
            return worked;
        }
        catch (Exception cause) when (_stopCause is null)
        {
            // The engine loop's boundary: whatever went wrong in the engine or below, every caller hears of it.
            _logger.Faulted(cause);
            Stop(new EngineFaultedException(cause));
            return false;
        }
    }

    /// <summary>Ends what was posted too late for the engine thread to see; any thread, after the stop.</summary>
    public void RejectPosted()
    {
        lock (_sync)
        {
            while (Mailbox.TryTake(out var command))
            {
                if (command.Kind == EngineCommandKind.Submit)
                {
                    _ending.End(command.Request!, FinishCause.Failed, _stopCause);
                }
            }
        }
    }

    public EngineSnapshot Snapshot()
    {
        lock (_sync)
        {
            return new EngineSnapshot
            {
                Health = Health,
                SlotLength = Info.SlotLength,
                QueueCapacity = Queue.Capacity,
                StepRowsMax = _stepSize.RowsMax,
                Slots = [.. _slots.Slots.ToArray().Select(slot => slot.ToSnapshot())],
                Running = [.. _running.Select(request => request.ToSnapshot())],
                Waiting = [.. Queue.Line.Select(request => request.ToSnapshot())],
                Steps = _totals.Steps,
                Rows = _totals.Rows,
                StepRetries = _totals.Retries,
                ExecutedLayerRows = _committer.ExecutedLayerRows,
                PrefillLayerRows = _committer.Layers.Prefill,
                TokenLayerRows = _committer.Layers.Token,
                DeferredLayerRows = _committer.Layers.Deferred,
                RejectedLayerRows = _committer.Layers.Rejected,
                RequestsEnded = _ending.Count,
                TokensGenerated = _committer.TokensGenerated,
                ExecutionTime = _totals.Execution,
                OverheadTime = _totals.Overhead,
            };
        }
    }

    public void Dispose()
    {
        _drainTimer?.Dispose();
        Metrics.Dispose();
    }

    private bool TryStep()
    {
        long begun = _time.GetTimestamp();
        lock (_sync)
        {
            if (_stopCause is not null)
            {
                return false;
            }

            Drain();
            AppendImplied(begun);
            StopWhenDrained();
            Admit();
            UpdateParking();
            _planner.Plan(_step, _running, _stepSize.RowsMax);
        }

        if (_step.IsEmpty)
        {
            return _running.Exists(request => request.HasImpliedToken && !request.Reply.IsFull);
        }

        long planned = _time.GetTimestamp();
        bool executed = TryExecute();
        long finished = _time.GetTimestamp();
        lock (_sync)
        {
            if (executed)
            {
                _committer.Commit(_step, _result, finished);
                Courses.Costs.Observe(StepWorkCounter.Count(_step.Plan, _result, Info), _time.GetElapsedTime(planned, finished).TotalSeconds);
                Courses.Decoding = Math.Max(1, _running.Count);
                Publish(finished);
                _stepSize.Committed();
                CountStep(_time.GetElapsedTime(begun), _time.GetElapsedTime(planned, finished));
            }
        }

        return true;
    }

    private void Drain()
    {
        while (Mailbox.TryTake(out var command))
        {
            switch (command.Kind)
            {
                case EngineCommandKind.Submit when _draining:
                    Queue.Enqueue(command.Request!);
                    Leave(command.Request!, FinishCause.Failed, StoppedException());
                    break;
                case EngineCommandKind.Submit:
                    Queue.Enqueue(command.Request!);
                    break;
                case EngineCommandKind.Abort:
                    Leave(command.Request!, command.Cause, failure: null);
                    break;
                case EngineCommandKind.Shutdown:
                    BeginDraining();
                    break;
            }
        }
    }

    /// <summary>First come first served; every request fits every slot.</summary>
    private void Admit()
    {
        while (_slots.HasIdle && Queue.Peek() is { } request)
        {
            var choice = PrefixMatcher.Choose(_slots.Slots, request, _options.PrefixReuseMin)!.Value;
            _slots.Lease(request, CopyPrefix(choice));
            Queue.Remove(request);
            _running.Add(request);
            request.StartedAt = _time.GetTimestamp();
            Metrics.RequestAdmitted(request.CachedTokens, _time.GetElapsedTime(request.SubmittedAt, request.StartedAt));
            RequestTrace.Mark(request, "admitted");
            _logger.RequestAdmitted(request.Id, request.Slot!.Index, request.CachedTokens, request.PromptLength);
        }
    }

    /// <summary>Copies the chosen prefix; without the memory for it, the request computes its whole prompt.</summary>
    private PrefixChoice CopyPrefix(in PrefixChoice choice)
    {
        if (choice.NeedsCopy)
        {
            try
            {
                // NOTE: the target's old content is forgotten first: a copy that fails half-way leaves it worthless.
                choice.Target.Truncate(0);
                _executor.CopyPrefix(choice.Source.Index, choice.Target.Index, choice.Length);
            }
            catch (ExecutorMemoryException cause)
            {
                _logger.CopyTooLarge(cause);
                return new PrefixChoice(choice.Target, choice.Target, 0);
            }
        }

        return choice;
    }

    /// <summary>Delivers what needs no model, before admission, since it may end requests.</summary>
    private void AppendImplied(long now)
    {
        for (int i = _running.Count - 1; i >= 0; i--)
        {
            if (_running[i] is { HasImpliedToken: true, Reply.IsFull: false } request)
            {
                _committer.AppendImplied(request);
                Publish(now);
            }
        }
    }

    private void UpdateParking()
    {
        foreach (var request in _running)
        {
            // NOTE: a request whose next token needs no step waits for room even where its reader has just made some: else pace would change replies.
            request.Status = request.Reply.TryPark() || request.HasImpliedToken ? RequestStatus.Parked : RequestStatus.Running;
        }
    }

    private bool TryExecute()
    {
        try
        {
            _result.Clear();
            _executor.Execute(_step.Plan, _result);
            return true;
        }
        catch (ExecutorMemoryException cause)
        {
            lock (_sync)
            {
                ShrinkStep(cause);
            }

            return false;
        }
    }

    /// <summary>Nothing was committed, so the next plan simply asks for less; when one row is too much, the newest request goes.</summary>
    private void ShrinkStep(ExecutorMemoryException cause)
    {
        _totals.Retries++;
        Metrics.StepRetried();
        if (_step.Rows == 1)
        {
            Leave(_running[^1], FinishCause.Failed, cause);
        }

        _stepSize.Failed(_step.Rows);
        _logger.StepTooLarge(cause, _step.Rows, _stepSize.RowsMax);
    }

    private void Publish(long now)
    {
        foreach (ref readonly var token in CollectionsMarshal.AsSpan(_committer.Tokens))
        {
            var request = token.Request;
            if (request.FirstTokenAt == 0)
            {
                request.FirstTokenAt = now;
                Metrics.FirstToken(_time.GetElapsedTime(request.SubmittedAt, now));
                RequestTrace.Mark(request, "first token");
            }

            if (Metrics.WantsTokenDepth)
            {
                Metrics.TokenCommitted(token.Token.LayersExecuted, Info.Layout.LayerDepth);
            }

            if (token.IsDelivered)
            {
                request.Reply.Write(token.Token);
            }

            if (token.Cause is { } cause)
            {
                Leave(request, cause, cause == FinishCause.Failed ? new InvalidLogitsException(request.Generated) : null);
            }
        }
    }

    /// <summary>Takes a request out wherever it is and ends its stream. A request that has already ended is left alone.</summary>
    private void Leave(RequestState request, FinishCause cause, Exception? failure)
    {
        if (request.Slot is not null)
        {
            // NOTE: the slot is free before the reader learns of the end, so a follow-up request finds it, and its prefix.
            _slots.Release(request);
            _running.Remove(request);
        }
        else if (!Queue.Remove(request))
        {
            return;
        }

        _ending.End(request, cause, failure);
    }

    private void CountStep(TimeSpan total, TimeSpan execution)
    {
        _totals.Steps++;
        _totals.Rows += _step.Rows;
        _totals.Execution += execution;
        _totals.Overhead += total - execution;
        Metrics.StepCommitted(_step.Rows, total, total - execution);
    }

    private void BeginDraining()
    {
        _draining = true;
        _drainExpired = _options.DrainTimeout == TimeSpan.Zero;
        if (!_drainExpired)
        {
            _drainTimer = _time.CreateTimer(_ => { _drainExpired = true; Mailbox.Wake(); }, null, _options.DrainTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void StopWhenDrained()
    {
        if (_draining && (_drainExpired || (_running.Count == 0 && Queue.Count == 0)))
        {
            Stop(StoppedException());
        }
    }

    private void Stop(Exception cause)
    {
        lock (_sync)
        {
            _stopCause = cause;
            foreach (var request in (ImmutableArray<RequestState>)[.. _running, .. Queue.Line])
            {
                Leave(request, FinishCause.Failed, cause);
            }
        }

        RejectPosted();
    }

    private static ObjectDisposedException StoppedException() => new(nameof(InferenceEngine), "The engine was disposed before the reply was complete.");
}
