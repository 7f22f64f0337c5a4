namespace AdaptiveProvider.Testing.Models;

/// <summary>A text on its way through a <see cref="ReferenceModel"/>.</summary>
/// <param name="hidden">The embedded tokens, [tokens][hidden].</param>
public sealed class ReferenceRun(double[][] hidden)
{
    /// <summary>The residual stream, [tokens][hidden].</summary>
    public double[][] Hidden { get; } = hidden;

    /// <summary>Layer applications that each token took, [tokens].</summary>
    public int[] Layers { get; } = new int[hidden.Length];

    /// <summary>The smallest distance of a router's decision from going the other way: nearer than its rounding, an executor may differ.</summary>
    public double Margin { get; private set; } = double.PositiveInfinity;

    /// <summary>Keys and values that later loops read, by weight layer: [positions], null where a position wrote none.</summary>
    internal Dictionary<int, (double[]?[] Keys, double[]?[] Values)> Shared { get; } = [];

    internal void Decide(double margin) => Margin = Math.Min(Margin, margin);
}
