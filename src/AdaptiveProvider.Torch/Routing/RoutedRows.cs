using AdaptiveProvider.Torch.Execution;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Routing;

/// <summary>What the router has decided about the rows of a step, on the device; lives in the step's scope.</summary>
internal sealed class RoutedRows
{
    private readonly List<(Tensor Rows, int Layers)> _executed = [];

    /// <summary>Begins a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="thresholds">What scores must exceed, [rows].</param>
    /// <param name="tokens">Each row's place among slots * positions, [rows].</param>
    /// <param name="taken">Loops that each row took in earlier steps, [rows].</param>
    public RoutedRows(StepTensors step, Tensor thresholds, Tensor tokens, Tensor taken)
    {
        int rows = (int)thresholds.shape[0];
        Thresholds = new RowTensor(step, rows, thresholds);
        Tokens = new RowTensor(step, rows, tokens);
        Active = new RowTensor(step, rows, ones_like(thresholds, ScalarType.Bool));
        Taken = new RowTensor(step, rows, taken.to(ScalarType.Int32));
        (Gate, LastLoop, Running) = (new RowTensor(step, rows), new RowTensor(step, rows), new RowTensor(step, rows));
    }

    /// <summary>What scores must exceed, [rows].</summary>
    public RowTensor Thresholds { get; }

    /// <summary>Each row's place among slots * positions.</summary>
    public RowTensor Tokens { get; }

    /// <summary>Rows that took every loop so far, [rows].</summary>
    public RowTensor Active { get; }

    /// <summary>Loops that each row has taken, those of earlier steps included, [rows].</summary>
    public RowTensor Taken { get; }

    /// <summary>Token choice: the weight of the result, [rows].</summary>
    public RowTensor Gate { get; }

    /// <summary>Token choice: the last loop that each row takes, [rows].</summary>
    public RowTensor LastLoop { get; }

    /// <summary>Token choice: the state that runs from loop to loop, [rows, hidden].</summary>
    public RowTensor Running { get; }

    /// <summary>Layer applications of each pass so far and the rows that took it; the rows are numbers to read back, [1].</summary>
    public IReadOnlyList<(Tensor Rows, int Layers)> Executed => _executed;

    /// <summary>Counts the pass at hand for the rows that take it.</summary>
    public void Count(Tensor active, int layers) => _executed.Add((active.sum(ScalarType.Float32).view(1), layers));
}
