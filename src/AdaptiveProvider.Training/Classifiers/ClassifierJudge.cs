namespace AdaptiveProvider.Training.Classifiers;

/// <summary>Judges probabilities by what came true.</summary>
internal static class ClassifierJudge
{
    // Thresholds are high: there the curve is finest.
    private static readonly double[] Edges = [0, 0.25, 0.5, 0.75, 0.9, 0.97, 1];

    /// <summary>The share of probabilities on the right side of one half.</summary>
    public static double Accuracy(float[] chances, bool[] truths) => chances.Zip(truths).Count(pair => pair.First > 0.5f == pair.Second) / (double)truths.Length;

    /// <summary>The chance that a true case has a higher score than a false one, ties counting half (Mann and Whitney); null where there is no pair.</summary>
    public static double? AreaUnderCurve(float[] scores, bool[] truths)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i])];
        double rankSum = 0;
        for (int first = 0, end; first < order.Length; first = end)
        {
            for (end = first + 1; end < order.Length && scores[order[end]] == scores[order[first]]; end++)
            {
            }

            rankSum += order.AsSpan(first, end - first).ToArray().Count(i => truths[i]) * (first + end + 1) / 2.0; // the mean of ranks first + 1 to end
        }

        double truthCount = truths.Count(truth => truth), others = truths.Length - truthCount;
        return truthCount == 0 || others == 0 ? null : (rankSum - (truthCount * (truthCount + 1) / 2)) / (truthCount * others);
    }

    /// <summary>Promised and kept, range by range.</summary>
    public static IReadOnlyList<CalibrationBin> Calibration(float[] chances, bool[] truths)
        => [.. Enumerable.Range(0, Edges.Length - 1).Select(bin =>
        {
            var (from, to) = (Edges[bin], Edges[bin + 1]);
            int[] inside = [.. Enumerable.Range(0, chances.Length).Where(i => chances[i] >= from && (chances[i] < to || bin == Edges.Length - 2))];
            return new CalibrationBin(
                from,
                to,
                inside.Length,
                inside.Select(i => (double)chances[i]).DefaultIfEmpty(0).Average(),
                inside.Select(i => truths[i] ? 1.0 : 0).DefaultIfEmpty(0).Average());
        })];
}
