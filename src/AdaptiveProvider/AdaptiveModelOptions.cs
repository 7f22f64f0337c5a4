using AdaptiveProvider.Cpu;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Models.Execution;
using Microsoft.Extensions.Logging;

namespace AdaptiveProvider;

/// <summary>How a model folder is loaded. Validated when loading starts; immutable.</summary>
public sealed record AdaptiveModelOptions
{
    /// <summary>The context of a slot when <see cref="ContextTokens"/> is null and the model was made for more.</summary>
    public const int DefaultContextTokens = 8192;

    /// <summary>
    /// Where the model runs: <c>cpu</c>, the name of a device that one of <see cref="Executors"/> runs (<c>cuda</c>, <c>cuda:1</c>, <c>mps</c>, <c>torch</c>), or <c>auto</c>, a GPU
    /// where one of them has it and the processor otherwise. Default auto.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>Executors besides the managed one for the processor; <c>new TorchExecutorFactory()</c> of AdaptiveProvider.Torch adds GPUs. Default none.</summary>
    public IReadOnlyList<IExecutorFactory> Executors { get; init; } = [];

    /// <summary>Precision of the weights in memory; f32 computes what the checkpoint says. Null takes the fastest: int8 on the processor, bf16 on a GPU.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Precision of cached keys and values on the processor; a GPU takes that of its activations.</summary>
    public KvPrecision KeyValuePrecision { get; init; } = new CpuExecutorOptions().KeyValues;

    /// <summary>Worker threads; null takes one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>Requests that run at the same time, each with a cache of <see cref="ContextTokens"/>; others wait in line. Default 8.</summary>
    public int MaxConcurrentRequests { get; init; } = 8;

    /// <summary>Tokens that one request may hold, prompt and reply together; null takes the model's own context, at most <see cref="DefaultContextTokens"/>.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>The name that responses carry; null takes <see cref="AdaptiveModel.NameOf"/> of the folder.</summary>
    public string? ModelId { get; init; }

    /// <summary>A chat template's Jinja source to use instead of the folder's; needed to chat with a model that has none.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The model's calibration; null takes <c>adaptive_calibration.json</c> of the folder where there is one, an empty path none.</summary>
    public string? CalibrationPath { get; init; }

    /// <summary>Limits of the engine.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Where the engine logs; null is nowhere. Prompts and replies are never logged.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock of timings, dates in templates and response times.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal AdaptiveModelOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentRequests, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads ?? 1, 1, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfLessThan(ContextTokens ?? 1, 1, nameof(ContextTokens));
        ArgumentException.ThrowIfNullOrWhiteSpace(Device);
        ArgumentNullException.ThrowIfNull(Executors);
        ArgumentNullException.ThrowIfNull(Engine);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        return this;
    }
}
