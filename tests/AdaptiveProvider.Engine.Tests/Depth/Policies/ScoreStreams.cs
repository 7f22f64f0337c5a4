using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

/// <summary>Scores as models give them, and as an enemy would.</summary>
internal static class ScoreStreams
{
    /// <summary>Streams without a trend.</summary>
    public static IReadOnlyDictionary<string, Func<Random, Func<double>>> Stationary { get; } = new Dictionary<string, Func<Random, Func<double>>>
    {
        ["uniform"] = random => random.NextDouble,
        ["normal"] = random => () => 0.5 + (0.15 * Normal(random)),
        ["narrow"] = random => () => 0.62 + (0.004 * Normal(random)),
        ["bimodal"] = random => () => random.Next(3) == 0 ? 0.15 + (0.05 * Normal(random)) : 0.85 + (0.05 * Normal(random)),
        ["near-binary"] = random => () => random.NextDouble() < 0.7 ? 0.999 : 0.001,
        ["binary"] = random => () => random.Next(2),
        ["constant"] = _ => () => 0.5,
        ["cosine"] = random => () => 1 - (0.01 * random.NextDouble()),
        ["saturated"] = random => () => 1 - (0.0005 * random.NextDouble()),
        ["signed"] = random => () => (2 * random.NextDouble()) - 1,
    };

    /// <summary>Streams that try to break a budget; they may look at the controller.</summary>
    public static IReadOnlyDictionary<string, Func<Random, BudgetController, Func<double>>> Adversarial { get; } = new Dictionary<string, Func<Random, BudgetController, Func<double>>>
    {
        ["deep"] = (_, controller) => () => Below(controller.Threshold),
        ["deeper"] = (_, controller) => () => Above(controller.Threshold),
        ["random sides"] = (random, controller) => () => random.Next(2) == 0 ? Below(controller.Threshold) : Above(controller.Threshold),
        ["saving, then spending"] = (_, controller) => () => controller.Tokens % 150 < 100 == (controller.Tokens % 300 < 150) ? Below(controller.Threshold) : Above(controller.Threshold),
        ["not a number"] = (random, controller) => () => random.Next(4) == 0 ? double.NaN : Below(controller.Threshold),
        ["drifting"] = (random, controller) => () => Math.Sin(controller.Tokens / 40.0) + (0.1 * random.NextDouble()),
    };

    private static double Below(float threshold) => MathF.BitDecrement(threshold);

    private static double Above(float threshold) => MathF.BitIncrement(threshold);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
