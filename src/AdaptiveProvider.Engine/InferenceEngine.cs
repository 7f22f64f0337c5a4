using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdaptiveProvider.Engine;

/// <summary>Runs many requests at once on one executor, which it owns: only its thread touches it, and disposal releases it.</summary>
/// <remarks>All members are safe for concurrent use.</remarks>
public sealed class InferenceEngine : IAsyncDisposable
{
    private readonly EngineCore _core;
    private readonly RequestIntake _intake;
    private readonly IModelExecutor _executor;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    /// <summary>Starts the engine thread; the engine owns <paramref name="executor"/> from here on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public InferenceEngine(IModelExecutor executor, EngineOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(executor);
        options = (options ?? new EngineOptions()).Validated();
        timeProvider ??= TimeProvider.System;
        _executor = executor;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<InferenceEngine>();
        _core = new EngineCore(executor, options, timeProvider, _logger);
        _intake = new RequestIntake(_core, options, timeProvider);
        _thread = new Thread(Run) { IsBackground = true, Name = "AdaptiveProvider engine" };
        _thread.Start();
        _logger.Started(ExecutorInfo.Device, ExecutorInfo.SlotCount, ExecutorInfo.SlotLength);
    }

    /// <summary>What the executor offers.</summary>
    public ExecutorInfo ExecutorInfo => _core.Info;

    /// <summary>Whether the engine can serve.</summary>
    public EngineHealth Health => _core.Health;

    /// <summary>The state between two steps.</summary>
    public EngineSnapshot Snapshot() => _core.Snapshot();

    /// <summary>Puts a request in line and returns the stream of its tokens, which the caller must read to the end or dispose.</summary>
    /// <param name="request">What to generate; its prompt memory must not change until the stream has ended.</param>
    /// <param name="cancellationToken">Ends the request at any time: waiting for a place, in line, or generating.</param>
    /// <exception cref="ArgumentException">The request has a value out of range; the message names it.</exception>
    /// <exception cref="RequestTooLongException">Prompt and reply together exceed a slot.</exception>
    /// <exception cref="EngineOverloadedException">The line is full, unless <see cref="EngineOptions.WaitWhenFull"/> is set.</exception>
    /// <exception cref="EngineFaultedException">The engine has failed.</exception>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<TokenStream> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken = default)
        => _intake.SubmitAsync(request, cancellationToken);

    /// <summary>
    /// Takes nothing more, lets requests finish for up to <see cref="EngineOptions.DrainTimeout"/>, ends the rest, and releases the executor.
    /// Streams that were cut short throw <see cref="ObjectDisposedException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _intake.Close();
            _core.Mailbox.Post(EngineCommand.Shutdown);
        }

        await _stopped.Task.ConfigureAwait(false);
        _thread.Join();
    }

    private void Run()
    {
        while (_core.StopCause is null)
        {
            if (!_core.Step() && _core.StopCause is null)
            {
                _core.Mailbox.Wait();
            }
        }

        _intake.Close();
        try
        {
            _executor.Dispose();
        }
        catch (Exception cause)
        {
            _logger.ReleaseFailed(cause);
        }

        _core.Dispose();
        _logger.Stopped();
        _stopped.SetResult();
    }
}
