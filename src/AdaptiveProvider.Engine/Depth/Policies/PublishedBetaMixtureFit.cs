namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>The mixture as FREE's published code computes it, for comparison with the paper's (<see cref="BetaMixtureFit"/>).</summary>
/// <remarks>
/// There the label's share is assigned to the responsibilities instead of added, so that they are the label itself, but for a floor; one iteration; no class
/// weights; a threshold out of ten. Confidences without spread make its moments not-a-number, no point of the grid then passes, and the largest is taken.
/// </remarks>
internal sealed class PublishedBetaMixtureFit : IBetaMixtureFit
{
    private const int GridPoints = 10;
    private const double GridLeast = 0.3;
    private const double GridMost = 0.9;
    private const double Zeta = 0.4;
    private const double LabelShare = 0.2;
    private const double Floor = 1e-4;

    /// <inheritdoc/>
    public float Fit(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> agreed)
    {
        BetaShape[] shapes = [Moments(confidences, agreed, label: false), Moments(confidences, agreed, label: true)];
        int positive = shapes[1].Mean > shapes[0].Mean ? 1 : 0;
        int passing = 0;
        for (int point = 0; point < GridPoints; point++)
        {
            double ratio = shapes[1 - positive].LogDensity(Grid(point)) - shapes[positive].LogDensity(Grid(point));
            passing += 1 / (1 + Math.Exp(ratio)) > Zeta ? 1 : 0;
        }

        return (float)Grid(Math.Min(GridPoints - passing, GridPoints - 1));
    }

    private static double Grid(int point) => GridLeast + (point * (GridMost - GridLeast) / (GridPoints - 1));

    private static BetaShape Moments(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> agreed, bool label)
    {
        double weight = 0;
        double sum = 0;
        for (int pair = 0; pair < confidences.Length; pair++)
        {
            double share = Responsibility(agreed[pair] == label);
            weight += share;
            sum += share * confidences[pair];
        }

        double mean = sum / weight;
        double squares = 0;
        for (int pair = 0; pair < confidences.Length; pair++)
        {
            squares += Responsibility(agreed[pair] == label) * (confidences[pair] - mean) * (confidences[pair] - mean);
        }

        return BetaShape.FromMoments(mean, squares / weight);
    }

    private static double Responsibility(bool own) => (own ? LabelShare : Floor) / (LabelShare + Floor);
}
