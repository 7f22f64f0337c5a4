namespace AdaptiveProvider.Testing.Models;

/// <summary>A text on its way through a <see cref="ReferenceModel"/>.</summary>
/// <param name="hidden">The embedded tokens, [tokens][hidden].</param>
public sealed class ReferenceRun(double[][] hidden)
{
    /// <summary>The residual stream, [tokens][hidden].</summary>
    public double[][] Hidden { get; } = hidden;

    /// <summary>Layer applications that each token took, [tokens].</summary>
    public int[] Layers { get; } = new int[hidden.Length];

    /// <summary>The smallest distance of a router's decisions about each token from going the other way, [tokens]: nearer than its rounding, an executor may differ.</summary>
    public double[] Margins { get; } = [.. hidden.Select(_ => double.PositiveInfinity)];

    /// <summary>The smallest of <see cref="Margins"/>.</summary>
    public double Margin => Margins.Min();

    /// <summary>Keys and values that later loops read, by weight layer: [positions], null where a position wrote none.</summary>
    internal Dictionary<int, (double[]?[] Keys, double[]?[] Values)> Shared { get; } = [];

    /// <summary>What every loop of a stage with a start state is given beside its state: the stage's input, [tokens][hidden].</summary>
    internal double[][] Injected { get; set; } = [];

    /// <summary>Leading tokens whose depths any executor must reproduce whose router scores are that near.</summary>
    public int CertainCount(double epsilon) => Margins.TakeWhile(margin => margin >= epsilon).Count();

    internal void Decide(int position, double margin) => Margins[position] = Math.Min(Margins[position], margin);
}
