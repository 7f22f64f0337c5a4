namespace AdaptiveProvider.Training.Conversion;

/// <summary>Adds up what every rank would lose, over all matrices.</summary>
/// <param name="fullRank">The largest rank of a matrix.</param>
internal sealed class RankErrors(int fullRank)
{
    private readonly double[] _lost = new double[fullRank + 1]; // squared, by rank
    private double _total;
    private bool _hasRanks;

    /// <summary>Ranks from none to full, and the squares that each loses.</summary>
    public IReadOnlyList<RankError> ByRank
    {
        get
        {
            IEnumerable<int> ranks = _hasRanks ? [0, .. Enumerable.Range(0, 31).Select(power => 1 << power).TakeWhile(rank => rank < fullRank), fullRank] : [0];
            return [.. ranks.Select(rank => new RankError(rank, Math.Sqrt(_lost[rank] / Math.Max(_total, double.Epsilon))))];
        }
    }

    /// <summary>Adds a matrix that was decomposed.</summary>
    /// <param name="originalSquares">Sum of the original's squares.</param>
    /// <param name="singularValues">Of its difference from the shared matrix, descending.</param>
    public void Add(double originalSquares, ReadOnlySpan<double> singularValues)
    {
        _hasRanks = true;
        _total += originalSquares;
        double rest = 0;
        for (int rank = singularValues.Length - 1; rank >= 0; rank--)
        {
            rest += singularValues[rank] * singularValues[rank];
            _lost[rank] += rest;
        }
    }

    /// <summary>Adds a matrix that was not decomposed.</summary>
    /// <param name="originalSquares">Sum of the original's squares.</param>
    /// <param name="differenceSquares">Sum of the squares of its difference from the shared matrix.</param>
    public void Add(double originalSquares, double differenceSquares)
    {
        _total += originalSquares;
        _lost[0] += differenceSquares;
    }
}
