using AdaptiveProvider.Torch.Layers;
using AdaptiveProvider.Torch.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Final norm, head and drawing of the rows that ask for it, some rows at a time to bound the memory of the logits.</summary>
internal sealed class HeadRunner : IDisposable
{
    /// <summary>Rows whose logits exist at a time.</summary>
    public const int RoundRows = 64;

    private readonly DeviceModel _model;
    private readonly jit.CompilationUnit _scripts;
    private readonly ITokenDrawer _drawer;
    private readonly bool _wide;
    private readonly Scalar _epsilon;

    /// <summary>Prepares the arguments that never change.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="scripts">The scripts.</param>
    /// <param name="drawer">Draws the tokens.</param>
    /// <param name="wide">The device multiplies 16-bit matrices into single-precision results.</param>
    public HeadRunner(DeviceModel model, jit.CompilationUnit scripts, ITokenDrawer drawer, bool wide)
    {
        (_model, _scripts, _drawer, _wide) = (model, scripts, drawer, wide);
        _epsilon = model.Spec.NormEpsilon;
    }

    /// <summary>Begins to draw the tokens.</summary>
    /// <param name="hidden">[step rows, hidden]</param>
    /// <param name="rows">Which of them go through the head.</param>
    /// <param name="readback">Receives the numbers to read back.</param>
    public void Run(Tensor hidden, Tensor rows, List<Tensor> readback)
    {
        long count = rows.shape[0];
        for (long first = 0; first < count; first += RoundRows)
        {
            var states = hidden.index_select(0, rows.narrow(0, first, Math.Min(RoundRows, count - first)));
            var logits = (Tensor)_scripts.invoke("head", states, _model.FinalNorm, _model.Head.Weight, _model.Head.Scale!, _epsilon, _wide);
            readback.Add(_drawer.Draw(logits, (int)first));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _epsilon.Dispose();
}
