using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>A term that takes a byte.</summary>
internal abstract class Leaf : Term
{
    /// <summary>The bytes it takes.</summary>
    public abstract ByteSet First { get; }

    /// <summary>Whether it may as well take nothing.</summary>
    public virtual bool CanEnd => false;

    /// <summary>What is left of it after a byte of <see cref="First"/>; null for nothing.</summary>
    public abstract Term? After(byte value);

    /// <summary>Up to how many characters of plain text in a JSON string it takes from here on in any case; 0 for none.</summary>
    public virtual int PlainCharacters => 0;

    /// <inheritdoc/>
    public override void Expand(Expansion expansion, Frame? rest)
    {
        if (!First.IsEmpty)
        {
            expansion.Add(this, rest);
        }

        if (CanEnd)
        {
            expansion.Continue(rest);
        }
    }
}
