using System.Diagnostics.CodeAnalysis;

namespace AdaptiveProvider;

/// <summary>How a reply's tokens spend depth: a name, as <see cref="Microsoft.Extensions.AI.ChatRole"/> is. Names differ by more than case.</summary>
public readonly struct ExitPolicy : IEquatable<ExitPolicy>
{
    private readonly string? _value;

    /// <summary>A policy by its name. Unknown names are refused when a request is made.</summary>
    public ExitPolicy(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>Every token takes every layer: the plain model.</summary>
    public static ExitPolicy Full { get; } = new("full");

    /// <summary>Every token leaves at the same exit.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's name for the policy.")]
    public static ExitPolicy Static { get; } = new("static");

    /// <summary>A token leaves when it is sure enough; what it misses is copied from the state it left with (CALM).</summary>
    public static ExitPolicy Confidence { get; } = new("confidence");

    /// <summary>A token leaves when it is sure enough; the next one that goes deep computes what it misses (FREE).</summary>
    public static ExitPolicy Synchronized { get; } = new("synchronized");

    /// <summary>The model's router chooses each token's loops (Mixture-of-Recursions).</summary>
    public static ExitPolicy Router { get; } = new("router");

    /// <summary>Tokens are drafted at an exit and verified at full depth: full depth's reply (LayerSkip's self-speculative decoding).</summary>
    public static ExitPolicy Lossless { get; } = new("lossless");

    /// <summary>The name.</summary>
    public string Value => _value ?? "full";

    /// <summary>Compares names without regard to case.</summary>
    public static bool operator ==(ExitPolicy left, ExitPolicy right) => left.Equals(right);

    /// <summary>Compares names without regard to case.</summary>
    public static bool operator !=(ExitPolicy left, ExitPolicy right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ExitPolicy other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ExitPolicy other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
