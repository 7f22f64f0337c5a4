using System.Globalization;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>A way to spend depth whose quality and speed are measured.</summary>
/// <param name="Method">Its series in reports.</param>
/// <param name="Budget">The depth budget; null where there is none.</param>
/// <param name="Settings">What its requests ask for.</param>
internal sealed record QualityCase(string Method, double? Budget, DepthSettings Settings)
{
    /// <summary>The plain model.</summary>
    public static QualityCase Full { get; } = new("full", null, DepthSettings.Full);

    /// <summary>True where given replies can be read: not with drafts, whose replies are full depth's.</summary>
    public bool CanRead => Settings.Method != DepthMethod.Lossless;

    /// <summary>What a model supports, full depth first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="budgets">Depth budgets; 1 is full depth.</param>
    public static IReadOnlyList<QualityCase> Of(MeasuredModel model, IReadOnlyList<double> budgets)
    {
        var mapper = model.Depth;
        return
        [
            Full,
            .. from policy in (ExitPolicy[])[ExitPolicy.Router, ExitPolicy.Confidence, ExitPolicy.Synchronized]
               from budget in budgets.Where(budget => budget < 1).Order()
               let settings = BudgetSettings.For(mapper, budget, policy)
               where settings is not null
               select new QualityCase(policy.Value, budget, settings),
            .. from exit in model.Layout.UsualExits
               select new QualityCase("static", null, new DepthSettings { Method = DepthMethod.Static, Exits = [exit] }),
            .. model.Layout.UsualExits.IsEmpty ? [] : new[] { new QualityCase("lossless", null, new DepthSettings { Method = DepthMethod.Lossless }) },
        ];
    }

    /// <inheritdoc/>
    public override string ToString() => Budget is { } budget ? string.Create(CultureInfo.InvariantCulture, $"{Method} {budget:0.##}")
        : Settings.Method == DepthMethod.Static ? string.Create(CultureInfo.InvariantCulture, $"static after {Settings.Exits[0]} passes") : Method;
}
