namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>Holds the mean depth of one response under a budget: a threshold that follows the scores, and an allowance that no scores can break.</summary>
/// <remarks>
/// The threshold moves by stochastic approximation (Robbins and Monro, 1951) in log-odds, where margins, cosines near 1 and router scores near 0 are all
/// spread evenly. What it aims at is the budget, less what the response has overdrawn so far. The allowance is a token bucket: a response may be overdrawn by
/// one and a half deepest tokens at first and by <see cref="Overdraft"/> budgets from token <see cref="Settling"/> on, so that from there its mean is at
/// most 1.02 budgets whatever the scores are. No scores are needed, only depths: a router inside the executor can be held too.
/// </remarks>
internal sealed class BudgetController
{
    private const int Settling = 64;
    private const double Overdraft = 0.02 * Settling;
    private const double EarlyOverdraft = 1.5; // deepest tokens
    private const double Reserve = 0.5; // budgets that are kept back, so that the allowance rarely has to stop a token
    private const double Horizon = 24; // tokens within which the threshold tries to mend what was overdrawn or left
    private const double Gain = 0.15;
    private const double PersistentGain = 4; // how much faster the threshold moves while the error keeps its sign
    private const double PersistenceMemory = 1 / 16.0;
    private const double LogOddsMax = 10;

    private readonly double[] _depths;
    private readonly double _fullDepth;
    private readonly double _direction;
    private double _budget;
    private double _earned;
    private double _spent;
    private double _logOdds;
    private double _meanError;

    /// <summary>Starts a response.</summary>
    /// <param name="budget">Largest mean depth as a share of full depth, above 0, at most 1.</param>
    /// <param name="fullDepth">Layer applications of full depth.</param>
    /// <param name="depths">The depths that a token can have, in layer applications, ascending; the last is the most a token may take.</param>
    /// <param name="initialThreshold">Where the threshold starts: the calibrated one, or the method's default.</param>
    /// <param name="higherScoreGoesDeeper">True for router scores, where a row goes on above the threshold; false for confidences, where it leaves.</param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is below the shallowest depth or above 1, or the depths do not ascend from above 0.</exception>
    public BudgetController(double budget, double fullDepth, IReadOnlyList<double> depths, double initialThreshold, bool higherScoreGoesDeeper)
    {
        ArgumentNullException.ThrowIfNull(depths);
        _depths = [.. depths];
        CheckDepths(_depths, fullDepth);
        _fullDepth = fullDepth;
        _direction = higherScoreGoesDeeper ? 1 : -1;
        ChangeBudget(budget);
        Threshold = (float)initialThreshold;
        _logOdds = double.IsNaN(initialThreshold) ? 0 : Math.Clamp(LogOdds(initialThreshold), -LogOddsMax, LogOddsMax);
    }

    /// <summary>What the next token's scores are compared with. Its ends are 1 and below every score, so that every row can be kept on either side.</summary>
    public float Threshold { get; private set; }

    /// <summary>Index of the deepest depth that the next token may take; it must leave there even if its score says otherwise.</summary>
    public int DeepestAllowed
    {
        get
        {
            // The slack shrinks by less per token than the shallowest depth costs below the budget, so that depth is always within the allowance.
            double room = _earned + _budget + Slack(Tokens + 1) - _spent;
            int deepest = _depths.Length - 1;
            while (deepest > 0 && _depths[deepest] > room)
            {
                deepest--;
            }

            return deepest;
        }
    }

    /// <summary>Tokens of the response so far.</summary>
    public int Tokens { get; private set; }

    /// <summary>Mean depth of the response so far as a share of full depth; 0 before its first token.</summary>
    public double MeanDepth => Tokens == 0 ? 0 : _spent / (Tokens * _fullDepth);

    /// <summary>Sets the budget of the tokens to come, as a share of full depth; the response's promise is then the mean of its tokens' budgets.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below the shallowest depth or above 1.</exception>
    public void ChangeBudget(double budget)
    {
        double least = _depths[0] / _fullDepth;
        if (!(budget >= least * (1 - 1e-9) && budget <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(budget), budget, $"A depth budget is from {least:0.###} (the shallowest exit) to 1.");
        }

        _budget = budget * _fullDepth;
    }

    /// <summary>Takes the depth of the token that was generated, in layer applications, and moves the threshold for the next.</summary>
    public void TokenFinished(double layers)
    {
        if (!(layers >= 0 && double.IsFinite(layers)))
        {
            throw new ArgumentOutOfRangeException(nameof(layers), layers, "A depth is a finite number from 0.");
        }

        // A token that the allowance stopped would have gone deeper: without counting that, its demand looks like the budget and the threshold rests.
        int allowed = DeepestAllowed;
        double wanted = allowed < _depths.Length - 1 && layers >= _depths[allowed] ? _depths[allowed + 1] : layers;
        Tokens++;
        _earned += _budget;
        _spent += layers;
        MoveThreshold(wanted);
    }

    private void MoveThreshold(double wanted)
    {
        double range = _depths[^1] - _depths[0];
        if (range <= 0)
        {
            return;
        }

        double target = _budget - ((_spent - _earned + (Reserve * _budget)) / Horizon);
        double error = (wanted - Math.Clamp(target, _depths[0], _depths[^1])) / range;
        _meanError += PersistenceMemory * (error - _meanError);
        double gain = Gain * (1 + (PersistentGain * Math.Abs(_meanError)));
        _logOdds = Math.Clamp(_logOdds + (_direction * gain * error), -LogOddsMax, LogOddsMax);
        Threshold = _logOdds switch
        {
            >= LogOddsMax => 1f,
            <= -LogOddsMax => float.MinValue,
            _ => (float)(1 / (1 + Math.Exp(-_logOdds))),
        };
    }

    // Layer applications by which the response may be overdrawn after so many tokens; what is over the final overdraft is paid back by shallow tokens in time.
    private double Slack(int tokens)
        => Math.Max(Overdraft * _budget, Math.Min((EarlyOverdraft * _depths[^1]) - _budget, (Overdraft * _budget) + (Math.Max(0, Settling - tokens) * (_budget - _depths[0]))));

    private static double LogOdds(double share) => share <= 0 ? -LogOddsMax : share >= 1 ? LogOddsMax : Math.Log(share / (1 - share));

    private static void CheckDepths(double[] depths, double fullDepth)
    {
        for (int index = 0; index < depths.Length; index++)
        {
            if (!(depths[index] > (index == 0 ? 0 : depths[index - 1])) || depths[index] > fullDepth)
            {
                throw new ArgumentOutOfRangeException(nameof(depths), depths[index], "Depths ascend from above 0 to at most full depth.");
            }
        }

        if (depths.Length == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(depths), "A token needs at least one depth.");
        }
    }
}
