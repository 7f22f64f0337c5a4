using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

/// <summary>A sequence generated on a simulated, noisy machine whose drafts stand with given probabilities, as a tuner plans.</summary>
internal sealed class DraftRun
{
    private const int LengthMax = 8;

    private readonly SimulatedMachine _machine;
    private readonly DraftExit[] _exits;
    private readonly int _layers;
    private readonly double[] _acceptances;
    private readonly Random _random;
    private readonly StepCostModel _costs = new();
    private double _seconds;
    private long _tokens;

    public DraftRun(SimulatedMachine machine, DraftExit[] exits, int layers, double[] acceptances, int seed)
    {
        (_machine, _exits, _layers, _acceptances, _random) = (machine, exits, layers, acceptances, new Random(seed));
        Tuner = new DraftTuner(_costs, exits, layers, LengthMax);
    }

    public DraftTuner Tuner { get; }

    /// <summary>How often an exit is sure enough to make a draft.</summary>
    public double Sureness { get; init; } = 1;

    public void Generate(int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            Round();
        }
    }

    public double TokensPerSecond(int rounds)
    {
        (_seconds, _tokens) = (0, 0);
        Generate(rounds);
        return _tokens / _seconds;
    }

    public double ShareOfPlainRounds(int rounds) => Enumerable.Range(0, rounds).Count(_ => Round().Length == 0) / (double)rounds;

    /// <summary>Tokens per second of the best of all fixed plans, by long simulation without noise.</summary>
    public double BestRate()
    {
        var random = new Random(12345);
        double best = 1 / _machine.Seconds(Work(_layers, 1, 1));
        for (int exit = 0; exit < _exits.Length; exit++)
        {
            for (int length = 1; length <= LengthMax; length++)
            {
                var (seconds, tokens) = (0.0, 0L);
                for (int round = 0; round < 2000; round++)
                {
                    var outcome = Simulate(new DraftPlan(exit, length), random, work => seconds += _machine.Seconds(work));
                    tokens += outcome.Accepted + 1;
                }

                best = Math.Max(best, tokens / seconds);
            }
        }

        return best;
    }

    public DraftPlan Round()
    {
        var plan = Tuner.Next();
        var (drafted, accepted) = Simulate(plan, _random, Take);
        Tuner.RoundFinished(plan, drafted, accepted);
        _tokens += accepted + 1;
        return plan;
    }

    private (int Drafted, int Accepted) Simulate(DraftPlan plan, Random random, Action<StepWork> step)
    {
        if (plan.Length == 0)
        {
            step(Work(_layers, 1, 1));
            return (0, 0);
        }

        var exit = _exits[plan.ExitIndex];
        var (drafted, accepted, stands) = (0, 0, true);
        bool sure = true;
        while (drafted < plan.Length && sure)
        {
            step(Work(exit.Layers, 1, 1));
            sure = random.NextDouble() < Sureness;
            drafted += sure ? 1 : 0;
            stands = stands && sure && random.NextDouble() < _acceptances[plan.ExitIndex];
            accepted += stands ? 1 : 0;
        }

        if (sure)
        {
            step(Work(exit.Layers, 1, 0));
        }

        step(Work(_layers - exit.Layers, drafted + 1, drafted + 1));
        return (drafted, accepted);
    }

    private void Take(StepWork work)
    {
        double seconds = _machine.Seconds(work) * (0.9 + (0.2 * _random.NextDouble())) * (_random.Next(100) == 0 ? 10 : 1);
        _costs.Observe(work, seconds);
        _seconds += _machine.Seconds(work);
    }

    private static StepWork Work(int layers, int rows, int headRows) => new(layers, layers * rows, headRows > 0 ? 1 : 0, headRows);
}
