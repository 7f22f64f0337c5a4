using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>The specification of a routed stage as a program: which rows take which loop, and what they make of it.</summary>
internal sealed class ReferenceRouter(RouterSpec router, RouterWeights weights, ReferenceAlgebra algebra)
{
    /// <summary>Runs every loop of the stage.</summary>
    /// <param name="run">The text.</param>
    /// <param name="loops">Loops of the stage.</param>
    /// <param name="threshold">What a score must exceed; the model's own when null.</param>
    /// <param name="runLoop">Runs the block of a loop over some positions of some states, changing them in place.</param>
    public void Run(ReferenceRun run, int loops, double? threshold, Action<int, double[][], List<int>> runLoop)
    {
        if (router.Kind == RouterKind.ExpertChoice)
        {
            ChooseByLoop(run, loops, threshold ?? router.Threshold, runLoop);
        }
        else
        {
            ChooseDepth(run, loops, runLoop);
        }
    }

    /// <summary>Expert choice: runs one loop over the rows that take it.</summary>
    public void RunLoop(ReferenceRun run, int loop, List<int> active, Action<int, double[][], List<int>> runLoop)
    {
        double[] gates = [.. run.Hidden.Select(state => router.Offset + (router.Scale * Sigmoid(Score(weights.Scores[loop], state)[0] / router.Temperature)))];
        double[][] states = [.. run.Hidden.Select(state => (double[])state.Clone())];
        runLoop(loop, states, active);
        active.ForEach(position => Update(run.Hidden[position], states[position], gates[position]));
    }

    /// <summary>The score, 0 to 1, that decides about a loop after the first.</summary>
    public double DecidingScore(int loop, double[] state) => Sigmoid(Score(router.HasAuxiliary ? weights.Auxiliary[loop - 1] : weights.Scores[loop], state)[0]);

    private void ChooseByLoop(ReferenceRun run, int loops, double threshold, Action<int, double[][], List<int>> runLoop)
    {
        List<int> active = [.. Enumerable.Range(0, run.Hidden.Length)];
        for (int loop = 0; loop < loops; loop++)
        {
            active = [.. active.Where(position => loop == 0 || Takes(run, loop, position, threshold))];
            RunLoop(run, loop, active, runLoop);
        }
    }

    private bool Takes(ReferenceRun run, int loop, int position, double threshold)
    {
        double[] state = run.Hidden[position];
        if (threshold is <= 0 or >= 1)
        {
            return threshold <= 0;
        }

        double score = DecidingScore(loop, state);
        run.Decide(position, Math.Abs(score - threshold));
        return score > threshold;
    }

    private void ChooseDepth(ReferenceRun run, int loops, Action<int, double[][], List<int>> runLoop)
    {
        double[][] weightsByDepth = [.. run.Hidden.Select(Weights)];
        int[] last = [.. weightsByDepth.Select((row, position) => LastLoop(run, position, row))];
        double[][] states = [.. run.Hidden.Select(state => (double[])state.Clone())];
        for (int loop = 0; loop < loops; loop++)
        {
            runLoop(loop, states, [.. Enumerable.Range(0, last.Length).Where(position => last[position] >= loop)]);
        }

        for (int position = 0; position < last.Length; position++)
        {
            Update(run.Hidden[position], states[position], weightsByDepth[position][last[position]]);
        }
    }

    private double[] Weights(double[] state)
    {
        double[] scores = [.. Score(weights.Scores[0], state).Select(score => score / router.Temperature)];
        double total = scores.Sum(score => Math.Exp(score - scores.Max()));
        return [.. scores.Select(score => router.Scale * (router.Activation == RouterActivation.Sigmoid ? Sigmoid(score) : Math.Exp(score - scores.Max()) / total))];
    }

    private int LastLoop(ReferenceRun run, int position, double[] row)
    {
        double[] biased = [.. row.Select((weight, loop) => weight + (weights.Bias is null ? 0 : algebra.Rows(weights.Bias)[loop][0]))];
        double[] ordered = [.. biased.OrderDescending()];
        run.Decide(position, ordered.Length > 1 ? ordered[0] - ordered[1] : double.PositiveInfinity);
        return Array.IndexOf(biased, ordered[0]);
    }

    private void Update(double[] state, double[] output, double weight)
    {
        for (int i = 0; i < state.Length; i++)
        {
            state[i] += weight * (router.Update == RouterUpdate.AddOutput ? output[i] : output[i] - state[i]);
        }
    }

    private double[] Score(ScoreWeights function, double[] state)
        => function.Second is null ? algebra.Linear(function.First, state)
            : algebra.Linear(function.Second, [.. algebra.Linear(function.First, state).Select(value => value * 0.5 * (1 + ErrorFunction(value / Math.Sqrt(2))))]);

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    // 2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n+1) / (2n+1)!!, whose terms all have one sign (Abramowitz and Stegun, 7.1.6).
    private static double ErrorFunction(double value)
    {
        if (Math.Abs(value) > 6)
        {
            return Math.Sign(value);
        }

        double term = value, sum = value;
        for (int n = 1; Math.Abs(term) > 1e-18; n++)
        {
            term *= 2 * value * value / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-value * value) * sum;
    }
}
