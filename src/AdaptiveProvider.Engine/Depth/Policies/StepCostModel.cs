namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>Learns online what a step costs: a base, a fixed part and a part per row of every layer pass, and the same of the head. No part is below zero.</summary>
/// <remarks>
/// Recursive least squares with forgetting, of relative errors, so that a prompt's long steps do not drown a token's short ones; coordinate descent keeps the
/// parts from going below zero. Machines are noisy to one side: a step that took far longer than it should counts as one that took a little longer.
/// Where steps have all been alike, layer passes are given the time before the other parts, which is where a single sequence's time goes.
/// </remarks>
internal sealed class StepCostModel
{
    private const int Parts = 5;
    private const int Sweeps = 25;
    private const int TrustedAfter = 16; // steps before outliers are recognised
    private const double Memory = 0.995;
    private const double Ridge = 1e-9;
    private const double SpreadMemory = 1 / 32.0;
    private const double OutlierSpreads = 3;
    private const double SpreadLeast = 0.01;

    // Parts in the order in which they are given time: layer passes, layer rows, head passes, head rows, base.
    private readonly double[] _moments = new double[Parts * Parts]; // [part, part]
    private readonly double[] _products = new double[Parts];
    private readonly double[] _costs = new double[Parts]; // seconds
    private double _spread = 0.2; // mean relative error
    private bool _isSolved = true;

    /// <summary>Steps seen.</summary>
    public long Observations { get; private set; }

    /// <summary>Takes in how long a step took. Times that are not above zero teach nothing.</summary>
    public void Observe(StepWork work, double seconds)
    {
        if (!(seconds > 0 && double.IsFinite(seconds)))
        {
            return;
        }

        double predicted = Predict(work);
        if (Observations >= TrustedAfter && predicted > 0)
        {
            double error = (seconds - predicted) / predicted;
            double bound = OutlierSpreads * Math.Max(_spread, SpreadLeast);
            double clipped = Math.Clamp(error, -bound, bound);
            _spread += SpreadMemory * (Math.Abs(clipped) - _spread);
            seconds = predicted * (1 + clipped);
        }

        Accumulate(work, seconds, 1 / (Observations >= TrustedAfter && predicted > 0 ? predicted : seconds));
        Observations++;
        _isSolved = false;
    }

    /// <summary>The seconds that a step is expected to take; 0 before the first observation.</summary>
    public double Predict(StepWork work)
    {
        if (!_isSolved)
        {
            Solve();
        }

        Span<double> amounts = stackalloc double[Parts];
        Fill(amounts, work);
        double seconds = 0;
        for (int part = 0; part < Parts; part++)
        {
            seconds += _costs[part] * amounts[part];
        }

        return seconds;
    }

    private void Accumulate(StepWork work, double seconds, double weight)
    {
        Span<double> amounts = stackalloc double[Parts];
        Fill(amounts, work);
        for (int row = 0; row < Parts; row++)
        {
            for (int column = 0; column < Parts; column++)
            {
                _moments[(row * Parts) + column] = (Memory * _moments[(row * Parts) + column]) + (weight * weight * amounts[row] * amounts[column]);
            }

            _products[row] = (Memory * _products[row]) + (weight * weight * amounts[row] * seconds);
        }
    }

    // Non-negative least squares by coordinate descent from the last solution.
    private void Solve()
    {
        // The last solution is close, and the next observation goes on from here.
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            double change = 0;
            for (int part = 0; part < Parts; part++)
            {
                double diagonal = _moments[(part * Parts) + part];
                if (diagonal <= 0)
                {
                    continue;
                }

                double rest = _products[part];
                for (int other = 0; other < Parts; other++)
                {
                    rest -= other == part ? 0 : _moments[(part * Parts) + other] * _costs[other];
                }

                double cost = Math.Max(0, rest / (diagonal * (1 + Ridge)));
                change = Math.Max(change, Math.Abs(cost - _costs[part]) * Math.Sqrt(diagonal));
                _costs[part] = cost;
            }

            if (change < 1e-10)
            {
                break;
            }
        }

        _isSolved = true;
    }

    private static void Fill(Span<double> amounts, StepWork work)
        => (amounts[0], amounts[1], amounts[2], amounts[3], amounts[4]) = (work.LayerPasses, work.LayerRows, work.HeadPasses, work.HeadRows, 1);
}
