using AdaptiveProvider.Torch.Native;
using TorchSharp;

namespace AdaptiveProvider.Torch.Tests;

/// <summary>Skips tests where their device is missing.</summary>
internal static class TorchDevices
{
    public static void Require(string device)
    {
        TorchRuntime.Load();
        Skip.If(device == "cuda" && !torch.cuda.is_available(), "There is no CUDA device here.");
    }
}
