namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>Terms one after the other.</summary>
internal sealed class SequenceTerm(params Term[] parts) : Term
{
    /// <inheritdoc/>
    public override void Expand(Expansion expansion, Frame? rest)
    {
        for (int part = parts.Length - 1; part > 0; part--)
        {
            rest = expansion.FrameOf(parts[part], rest);
        }

        parts[0].Expand(expansion, rest);
    }
}
