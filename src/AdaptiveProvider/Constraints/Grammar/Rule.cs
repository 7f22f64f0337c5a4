namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>A value: one of several alternatives, which may lead back to it.</summary>
/// <param name="name">Where it comes from, for messages.</param>
internal sealed class Rule(string name) : Term
{
    /// <summary>Of what has no finite document.</summary>
    public const int Infinite = int.MaxValue;

    /// <summary>The alternatives.</summary>
    public List<Alternative> Alternatives { get; } = [];

    /// <summary>Fewest objects and arrays inside one another that a value needs; <see cref="Infinite"/> where there is no value at all.</summary>
    public int Height { get; private set; } = Infinite;

    /// <summary>Takes over what is known of the alternatives; true when that changed anything.</summary>
    public bool UpdateHeight()
    {
        int before = Height;
        foreach (var alternative in Alternatives)
        {
            alternative.Height = alternative.ComputeHeight();
            Height = Math.Min(Height, alternative.Height);
        }

        return Height != before;
    }

    /// <inheritdoc/>
    public override void Expand(Expansion expansion, Frame? rest)
    {
        int left = expansion.DepthMax - (rest?.Depth ?? 0);
        foreach (var alternative in Alternatives)
        {
            if (alternative.Height <= left)
            {
                alternative.Term.Expand(expansion, rest);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => name;
}
