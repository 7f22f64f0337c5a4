namespace AdaptiveProvider.Training.Configuration;

/// <summary>Rules that a training configuration's values keep to.</summary>
internal static class Rule
{
    /// <summary>Says which field breaks which rule.</summary>
    /// <exception cref="TrainingException">The rule does not hold.</exception>
    public static void Holds(bool holds, string field, string rule)
    {
        if (!holds)
        {
            throw new TrainingException($"{field} {rule}. Change it in the training configuration.");
        }
    }

    /// <summary>A finite number of at least 0.</summary>
    public static void NotNegative(double value, string field) => Holds(value >= 0 && double.IsFinite(value), field, "must be 0 or a positive number");

    /// <summary>A finite number above 0.</summary>
    public static void Positive(double value, string field) => Holds(value > 0 && double.IsFinite(value), field, "must be a positive number");

    /// <summary>A number from 0 to 1.</summary>
    public static void Share(double value, string field) => Holds(value is >= 0 and <= 1, field, "must be from 0 to 1");
}
