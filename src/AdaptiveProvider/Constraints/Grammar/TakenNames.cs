namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>The taken names that a name being written may still become.</summary>
internal sealed class TakenNames : IEquatable<TakenNames>
{
    private readonly byte[][] _names;
    private readonly int _written;

    private TakenNames(byte[][] names, int written) => (_names, _written) = (names, names.Length == 0 ? 0 : written);

    /// <summary>True when what has been written is one of them.</summary>
    public bool IsTaken => Array.Exists(_names, name => name.Length == _written);

    /// <summary>Before anything has been written.</summary>
    public static TakenNames Begin(IEnumerable<byte[]> names) => new([.. names], 0);

    /// <summary>After one more byte.</summary>
    public TakenNames After(byte value)
        => _names.Length == 0 ? this : new TakenNames(Array.FindAll(_names, name => name.Length > _written && name[_written] == value), _written + 1);

    /// <inheritdoc/>
    public bool Equals(TakenNames? other) => other is not null && other._written == _written && other._names.AsSpan().SequenceEqual(_names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TakenNames);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_written, _names.Length, _names.Length == 0 ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_names[0]));
}
