using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Arithmetic;

/// <summary>Small sums in all their forms, one after another.</summary>
public sealed class ArithmeticThreadGenerator : IThreadGenerator
{
    private const int FollowUpPercent = 60;

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        int count = random.Between(1, exchangesMax);
        int kind = random.Below(100);
        var first = kind switch
        {
            < 62 => CalculationQuestions.First(CalculationPolicy.Next(random), random),
            < 70 => CalculationQuestions.Claim(CalculationPolicy.Next(random), random),
            < 88 => WordProblems.Next(random),
            _ => NumberQuestions.Next(random),
        };
        return [first, .. Enumerable.Range(1, count - 1).Select(_ => Further(random, kind < 70))];
    }

    private static Exchange Further(SeededRandom random, bool afterCalculation)
        => afterCalculation && random.Chance(FollowUpPercent)
            ? CalculationQuestions.FollowUp(CalculationPolicy.Next(random), random)
            : CalculationQuestions.First(CalculationPolicy.Next(random), random);
}
