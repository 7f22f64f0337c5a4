using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Routing;

/// <summary>What the router has decided about the rows of a step, on the device; lives in the step's scope.</summary>
internal sealed class RoutedRows(Tensor thresholds, Tensor tokens)
{
    private readonly List<(Tensor Rows, int Layers)> _executed = [];

    /// <summary>What scores must exceed, [rows].</summary>
    public Tensor Thresholds { get; } = thresholds;

    /// <summary>Each row's place among slots * positions.</summary>
    public Tensor Tokens { get; } = tokens;

    /// <summary>Rows that take the loop at hand, [rows].</summary>
    public Tensor Active { get; set; } = ones_like(thresholds, ScalarType.Bool);

    /// <summary>Loops that each row has taken, [rows].</summary>
    public Tensor Taken { get; private set; } = zeros_like(thresholds, ScalarType.Int32);

    /// <summary>The weight of the output, [rows].</summary>
    public Tensor Gate { get; set; } = null!;

    /// <summary>Token choice: the last loop that each row takes, [rows].</summary>
    public Tensor? LastLoop { get; set; }

    /// <summary>Token choice: the state that runs from loop to loop, [rows, hidden].</summary>
    public Tensor? Running { get; set; }

    /// <summary>Layer applications of each loop so far and the rows that took it; the rows are numbers to read back, [1].</summary>
    public IReadOnlyList<(Tensor Rows, int Layers)> Executed => _executed;

    /// <summary>Counts the loop at hand for the rows that take it.</summary>
    public void Count(int layers)
    {
        Taken = Taken.add(Active);
        _executed.Add((Active.sum(ScalarType.Float32).view(1), layers));
    }
}
