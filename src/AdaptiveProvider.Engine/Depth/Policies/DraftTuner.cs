namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>Chooses where and how long to draft so that most tokens come out per second, or not to draft; by what steps cost and how often drafts stood.</summary>
/// <remarks>
/// Tokens of a round with n drafts that stand with probability a each: (1 - a^(n+1)) / (1 - a) (Leviathan et al. 2023, equation 1); drafting that stops
/// early where the exit is unsure is allowed for. What is not used is not measured, so that every so often a few rounds try it again: rarer each time in vain.
/// Replies do not depend on the plans, so that one tuner may serve all requests of a model.
/// </remarks>
internal sealed class DraftTuner
{
    private const int ObservationsMin = 8; // steps before a plan means anything
    private const int TrialRounds = 4;
    private const int TrialLength = 2;
    private const int PauseLeast = 64; // rounds
    private const int PauseMost = 256;
    private const double TrialMemory = 0.25; // what an unused exit's old drafts still count when it is tried again
    private const double WorthSwitching = 1.02; // times faster than the plan in use

    private readonly StepCostModel _costs;
    private readonly DraftExit[] _exits;
    private readonly ForgettingShare[] _stands; // of drafts, per exit
    private readonly ForgettingShare[] _continues; // of drafts begun, per exit: the exit was sure enough
    private readonly int _layerDepth;
    private readonly int _lengthMax;
    private readonly double _draftHeadShare;
    private DraftPlan _current;
    private int _roundsToTrial = PauseLeast;
    private int _pause = PauseLeast;
    private int _trialRoundsLeft;
    private int _trialExit = -1;

    /// <summary>Starts without drafting until the costs are known.</summary>
    /// <param name="costs">What steps cost; others observe them.</param>
    /// <param name="exits">Where drafts can be made; at least one.</param>
    /// <param name="layerDepth">Layer applications of full depth, more than any exit's.</param>
    /// <param name="lengthMax">Most drafts of a round; at least 1.</param>
    /// <param name="draftHeadShare">The part of the vocabulary that drafts are drawn from, above 0, at most 1.</param>
    public DraftTuner(StepCostModel costs, IReadOnlyList<DraftExit> exits, int layerDepth, int lengthMax, double draftHeadShare = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exits.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lengthMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exits.Max(exit => exit.Layers), layerDepth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draftHeadShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draftHeadShare, 1);
        (_costs, _exits, _layerDepth, _lengthMax, _draftHeadShare) = (costs, [.. exits], layerDepth, lengthMax, draftHeadShare);

        // Where nothing was measured deeper exits are expected to be right more often, and all of them to be worth a try.
        _stands = [.. exits.Select(exit => new ForgettingShare(exit.Acceptance ?? (0.5 + (0.5 * exit.Layers / layerDepth))))];
        _continues = [.. exits.Select(_ => new ForgettingShare(1))];
    }

    /// <summary>How often drafts of an exit are expected to stand, 0 to 1.</summary>
    public double AcceptanceOf(int exitIndex) => _stands[exitIndex].Mean;

    /// <summary>The next round.</summary>
    /// <param name="requests">Requests that draft side by side in the same steps.</param>
    public DraftPlan Next(int requests = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        if (_costs.Observations < ObservationsMin)
        {
            return default;
        }

        if (_trialRoundsLeft > 0)
        {
            return new DraftPlan(_trialExit, Math.Min(TrialLength, _lengthMax));
        }

        var best = _current;
        double bestRate = Rate(_current, requests) * WorthSwitching;
        for (int exit = 0; exit < _exits.Length; exit++)
        {
            for (int length = exit == 0 ? 0 : 1; length <= _lengthMax; length++)
            {
                var plan = new DraftPlan(exit, length);
                double rate = Rate(plan, requests);
                (best, bestRate) = rate > bestRate ? (plan, rate) : (best, bestRate);
            }
        }

        bool isOther = best.ExitIndex != _current.ExitIndex || (best.Length == 0) != (_current.Length == 0);
        _pause = isOther ? PauseLeast : _pause;
        return _current = best;
    }

    /// <summary>Takes in how a round ended.</summary>
    /// <param name="plan">How it was begun.</param>
    /// <param name="drafted">Drafts made; fewer than planned where the exit was unsure.</param>
    /// <param name="accepted">Drafts that stood, from the first.</param>
    public void RoundFinished(DraftPlan plan, int drafted, int accepted)
    {
        if (accepted < 0 || accepted > drafted || drafted > plan.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(accepted), $"{accepted} of {drafted} drafts cannot have stood in a round of {plan.Length}.");
        }

        if (plan.Length > 0)
        {
            _stands[plan.ExitIndex].Add(accepted, accepted < drafted ? 1 : 0);
            _continues[plan.ExitIndex].Add(drafted, drafted < plan.Length ? 1 : 0);
        }

        ScheduleTrial();
    }

    /// <summary>Tokens per second and request that a plan is expected to give.</summary>
    internal double Rate(DraftPlan plan, int requests)
    {
        if (plan.Length == 0)
        {
            return 1 / _costs.Predict(Work(_layerDepth, 1, headShare: 1, requests));
        }

        var exit = _exits[plan.ExitIndex];
        double stands = _stands[plan.ExitIndex].Mean;
        double continues = _continues[plan.ExitIndex].Mean;
        var (tokens, drafts, reached, kept) = (1.0, 0.0, 1.0, 1.0); // reached: the probability that this draft is begun
        double begun = 0;
        for (int draft = 0; draft < plan.Length; draft++)
        {
            begun += reached;
            reached *= continues;
            kept *= continues * stands;
            drafts += reached;
            tokens += kept;
        }

        double seconds = (begun * _costs.Predict(Work(exit.Layers + exit.TailLayers, 1, _draftHeadShare, requests)))
            + (reached * _costs.Predict(Work(exit.Layers, 1, headShare: 0, requests))) // the last draft's own row
            + _costs.Predict(Work(_layerDepth - exit.Layers, drafts + 1, headShare: 1, requests));
        return tokens / seconds;
    }

    private static StepWork Work(int layers, double rows, double headShare, int requests)
        => new(layers, layers * rows * requests, headShare, headShare * rows * requests);

    private void ScheduleTrial()
    {
        if (_trialRoundsLeft > 0)
        {
            if (--_trialRoundsLeft == 0)
            {
                _pause = Math.Min(2 * _pause, PauseMost);
                _roundsToTrial = _pause;
            }
        }
        else if (--_roundsToTrial <= 0)
        {
            _roundsToTrial = _pause;
            BeginTrial();
        }
    }

    // Exits take turns, but for the one in use, which is measured all the time.
    private void BeginTrial()
    {
        for (int candidate = 0; candidate < _exits.Length; candidate++)
        {
            _trialExit = (_trialExit + 1) % _exits.Length;
            if (_current.Length == 0 || _current.ExitIndex != _trialExit)
            {
                _stands[_trialExit].Fade(TrialMemory);
                _continues[_trialExit].Fade(TrialMemory);
                _trialRoundsLeft = TrialRounds;
                return;
            }
        }
    }
}
