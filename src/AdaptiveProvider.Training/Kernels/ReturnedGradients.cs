using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>
/// The gradients that a kernel's backward pass returned. The engine takes its own hold of them after the return, so ours end at the next
/// call: otherwise every gradient of a pass would live until its end.
/// </summary>
internal static class ReturnedGradients
{
    [ThreadStatic]
    private static Tensor?[]? _last;

    /// <summary>The list that a backward pass returns. The tensors leave their dispose scope.</summary>
    public static List<Tensor> Of(params Tensor?[] gradients)
    {
        Release();
        foreach (var gradient in gradients)
        {
            gradient?.DetachFromDisposeScope();
        }

        _last = gradients;
        return [.. gradients.Select(gradient => gradient!)];
    }

    /// <summary>Ends the hold of the last call's: after the whole backward pass.</summary>
    public static void Release()
    {
        foreach (var gradient in _last ?? [])
        {
            gradient?.Dispose();
        }

        _last = null;
    }
}
