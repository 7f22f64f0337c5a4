namespace AdaptiveProvider.Constraints.Automata;

/// <summary>A bound of the magnitudes of numbers of one sign.</summary>
/// <param name="Value">The bound's magnitude; null bounds nothing.</param>
/// <param name="IsPossible">False when no number of the sign is within.</param>
/// <param name="LeastComparison">How a magnitude within compares with the bound, at least: -1 less, 0 equal, 1 greater.</param>
/// <param name="MostComparison">And at most.</param>
internal sealed record MagnitudeBound(DecimalText? Value, bool IsPossible, int LeastComparison, int MostComparison)
{
    private static readonly MagnitudeBound Free = new(null, true, -1, 1);
    private static readonly MagnitudeBound Impossible = new(null, false, -1, 1);

    /// <summary>Digits before its point; those of the longest number where there is no bound.</summary>
    public int IntegerLength => Value?.Integer.Length ?? 0;

    /// <summary>What numbers from 0 up must reach.</summary>
    public static MagnitudeBound LowerOfPositive(NumberBound? low) => low is null || low.Value.IsNegative ? Free : Lower(low);

    /// <summary>What numbers from 0 up must not exceed.</summary>
    public static MagnitudeBound UpperOfPositive(NumberBound? high) => high is null ? Free : high.Value.IsNegative ? Impossible : Upper(high);

    /// <summary>What the magnitudes of numbers below 0 must reach, given their largest.</summary>
    public static MagnitudeBound LowerOfNegative(NumberBound? high) => high is null || (!high.Value.IsNegative && !high.Value.IsZero) ? Free : Lower(high);

    /// <summary>What the magnitudes of numbers below 0 must not exceed, given the smallest.</summary>
    public static MagnitudeBound UpperOfNegative(NumberBound? low) => low is null ? Free : !low.Value.IsNegative ? Impossible : Upper(low);

    /// <summary>A digit before its point, from the first on; 0 behind the last.</summary>
    public int IntegerDigit(int index) => Value is not null && index < Value.Integer.Length ? Value.Integer[index] - '0' : 0;

    /// <summary>A digit behind its point; 0 behind the last.</summary>
    public int FractionDigit(int index) => Value is not null && index < Value.Fraction.Length ? Value.Fraction[index] - '0' : 0;

    /// <summary>Whether digits other than 0 follow, behind the point, from an index on.</summary>
    public bool HasFractionFrom(int index) => Value is not null && index < Value.Fraction.Length;

    /// <summary>Whether a magnitude is within that compares with the bound in this way.</summary>
    public bool Allows(int comparison) => Value is null || (comparison >= LeastComparison && comparison <= MostComparison);

    private static MagnitudeBound Lower(NumberBound bound) => new(bound.Value with { IsNegative = false }, true, bound.IsExclusive ? 1 : 0, 1);

    private static MagnitudeBound Upper(NumberBound bound) => new(bound.Value with { IsNegative = false }, true, -1, bound.IsExclusive ? -1 : 0);
}
