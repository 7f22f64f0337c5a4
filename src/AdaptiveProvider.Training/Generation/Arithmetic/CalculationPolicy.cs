using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Arithmetic;

/// <summary>Which calculations are practised: small sums most, then two-digit ones, products to ten times ten and small divisions.</summary>
public static class CalculationPolicy
{
    /// <summary>A calculation that is not held out.</summary>
    public static Calculation Next(SeededRandom random)
    {
        while (true)
        {
            var calculation = Draw(random);
            if (!calculation.IsHeldOut)
            {
                return calculation;
            }
        }
    }

    /// <summary>A sum or a difference of small numbers that is not held out.</summary>
    public static Calculation NextSmall(SeededRandom random, Operation operation, int max, int min = 1)
    {
        while (true)
        {
            int left = random.Between(min, max);
            int right = random.Between(min, max);
            var calculation = operation == Operation.Minus ? new Calculation(Math.Max(left, right), operation, Math.Min(left, right)) : new(left, operation, right);
            if (!calculation.IsHeldOut)
            {
                return calculation;
            }
        }
    }

    private static Calculation Draw(SeededRandom random) => random.Below(100) switch
    {
        < 32 => Sum(random, 10),
        < 42 => Sum(random, 20),
        < 50 => Sum(random, 99),
        < 68 => Difference(random, random.Chance(60) ? 10 : 20),
        < 74 => Difference(random, 100),
        < 90 => new(random.Between(0, 10), Operation.Times, random.Between(0, 10)),
        _ => Quotient(random),
    };

    private static Calculation Sum(SeededRandom random, int max)
    {
        int left = random.Between(0, max);
        return new(left, Operation.Plus, random.Between(0, max > 20 ? 100 - left : max));
    }

    private static Calculation Difference(SeededRandom random, int max)
    {
        int left = random.Between(0, max);
        return new(left, Operation.Minus, random.Between(0, left));
    }

    private static Calculation Quotient(SeededRandom random)
    {
        int right = random.Between(1, 10);
        return new(right * random.Between(0, 10), Operation.DividedBy, right);
    }
}
