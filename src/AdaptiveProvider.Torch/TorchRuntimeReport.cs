using System.Collections.Immutable;

namespace AdaptiveProvider.Torch;

/// <summary>What was found of libtorch on this machine, for people.</summary>
public sealed record TorchRuntimeReport
{
    /// <summary>The libtorch that TorchSharp was built with.</summary>
    public const string BuiltFor = "2.10";

    /// <summary>True when libtorch is loaded.</summary>
    public bool IsLoaded { get; init; }

    /// <summary>The folder it was loaded from; null when it was not.</summary>
    public string? Folder { get; init; }

    /// <summary>libtorch's version; null when it does not tell.</summary>
    public string? Version { get; init; }

    /// <summary>Devices that can compute: cpu, cuda:0, mps.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>What may matter although it loaded.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Every folder that was looked into and what was there.</summary>
    public ImmutableArray<string> Tried { get; init; } = [];

    /// <summary>Why it could not be loaded; null when it is.</summary>
    public string? Problem { get; init; }

    /// <summary>What to do about the problem; null without one.</summary>
    public string? Remedy { get; init; }
}
