using System.Runtime.CompilerServices;
using System.Text;
using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>Exactly these bytes, from one on.</summary>
internal sealed class LiteralTerm(byte[] bytes, int next = 0) : Leaf
{
    private readonly byte[] _bytes = bytes;
    private readonly int _next = next;

    /// <summary>A text.</summary>
    public LiteralTerm(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    /// <inheritdoc/>
    public override ByteSet First => ByteSet.Of(_bytes[_next]);

    /// <inheritdoc/>
    public override Term? After(byte value) => _next + 1 == _bytes.Length ? null : new LiteralTerm(_bytes, _next + 1);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LiteralTerm other && other._bytes == _bytes && other._next == _next;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_bytes), _next);
}
