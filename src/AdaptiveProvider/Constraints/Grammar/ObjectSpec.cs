namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>What an object may hold: declared properties in their order, optional ones or not, then additional ones.</summary>
internal sealed class ObjectSpec
{
    private static readonly LiteralTerm End = new("}"), Quote = new("\"");
    private readonly IReadOnlyList<Property> _properties;
    private readonly int[] _requiredFrom; // [properties + 1], how many from here on must come
    private readonly bool _counts;

    /// <summary>Describes an object.</summary>
    /// <param name="properties">Those that may occur.</param>
    /// <param name="reserved">Names that no additional property may have.</param>
    /// <param name="additional">The value of any other property; null allows none.</param>
    /// <param name="countMin">Fewest properties.</param>
    /// <param name="countMax">Most properties; <see cref="CharactersTerm.Unbounded"/> for any number.</param>
    /// <param name="afterComma">Comma and white space.</param>
    /// <param name="space">White space behind a colon.</param>
    public ObjectSpec(IReadOnlyList<Property> properties, IReadOnlyList<byte[]> reserved, Rule? additional, int countMin, int countMax, Term afterComma, Term space)
    {
        (_properties, Reserved, Additional, CountMin, CountMax, AfterComma, Space) = (properties, reserved, additional, countMin, countMax, afterComma, space);
        _counts = countMin > 0 || countMax != CharactersTerm.Unbounded;
        _requiredFrom = new int[properties.Count + 1];
        for (int index = properties.Count - 1; index >= 0; index--)
        {
            _requiredFrom[index] = _requiredFrom[index + 1] + (properties[index].IsRequired ? 1 : 0);
        }
    }

    /// <summary>Names that no additional property may have, as they are written.</summary>
    public IReadOnlyList<byte[]> Reserved { get; }

    /// <summary>The value of additional properties; null allows none.</summary>
    public Rule? Additional { get; }

    /// <summary>White space behind a colon.</summary>
    public Term Space { get; }

    private Term AfterComma { get; }

    private int CountMin { get; }

    private int CountMax { get; }

    /// <summary>How deep the object must nest.</summary>
    public int ComputeHeight()
    {
        int required = _requiredFrom[0];
        if (required > CountMax || CountMin > CountMax)
        {
            return Rule.Infinite;
        }

        int height = _properties.Where(property => property.IsRequired).Select(property => property.Value.Height).DefaultIfEmpty(0).Max();
        if (CountMin > required)
        {
            // The cheapest of the others, as many as it takes.
            int[] others = [.. _properties.Where(property => !property.IsRequired).Select(property => property.Value.Height).Order()];
            int additional = Additional?.Height ?? Rule.Infinite, needed = CountMin - required;
            int own = others.TakeWhile(other => other < additional).Count();
            height = Math.Max(height, own >= needed ? others[needed - 1] : additional);
        }

        return height == Rule.Infinite ? height : height + 1;
    }

    /// <summary>Adds what may come from a declared property on.</summary>
    public void Expand(Expansion expansion, Frame? rest, int index, int count, bool isFirst, bool looksAhead)
    {
        int left = expansion.DepthMax - (rest?.Depth ?? 0) - 1;
        for (; index < _properties.Count; index++)
        {
            var property = _properties[index];
            if (property.Value.Height <= left && (!_counts || count + 1 + _requiredFrom[index + 1] <= CountMax) && Reaches(index + 1, count + 1, left))
            {
                var members = expansion.FrameOf(new MembersTerm(this, index + 1, _counts ? count + 1 : 0, isFirst: false, looksAhead), rest);
                var value = expansion.FrameOf(Space, expansion.FrameOf(property.Value, members));
                Begin(expansion, expansion.FrameOf(property.Key, value), isFirst);
            }

            if (property.IsRequired || !Reaches(index + 1, count, left))
            {
                return;
            }
        }

        ExpandAdditional(expansion, rest, KeyChain.None, count, isFirst, looksAhead);
    }

    /// <summary>Adds what may come behind the declared properties.</summary>
    public void ExpandAdditional(Expansion expansion, Frame? rest, KeyChain taken, int count, bool isFirst, bool looksAhead)
    {
        if (!_counts || count >= CountMin)
        {
            End.Expand(expansion, rest);
        }

        int left = expansion.DepthMax - (rest?.Depth ?? 0) - 1;
        if (Additional is { } value && value.Height <= left && (!_counts || count < CountMax))
        {
            var key = KeyTerm.Begin(this, taken, _counts ? count : 0, looksAhead);
            Begin(expansion, expansion.FrameOf(Quote, expansion.FrameOf(key, rest)), isFirst);
        }
    }

    /// <summary>The number of properties after one more.</summary>
    public int CountAfter(int count) => !_counts ? 0 : CountMax == CharactersTerm.Unbounded ? Math.Min(count + 1, CountMin) : count + 1;

    private void Begin(Expansion expansion, Frame member, bool isFirst) => expansion.Push(isFirst ? null : AfterComma, member);

    // Whether the fewest properties can still be reached with those from an index on.
    private bool Reaches(int index, int count, int left)
    {
        if (count >= CountMin || (Additional is { } value && value.Height <= left))
        {
            return true;
        }

        for (; index < _properties.Count && count < CountMin; index++)
        {
            count += _properties[index].Value.Height <= left ? 1 : 0;
        }

        return count >= CountMin;
    }
}
