using System.Runtime.InteropServices;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Turns off TorchScript's fusion of operations at run time.</summary>
/// <remarks>
/// The fuser compiles kernels for every new shape, in the middle of serving, and steps come in many shapes. The scripts are written to need it little.
/// libtorch has no public switch for it; where the function is missing, nothing changes but speed.
/// </remarks>
internal static class ScriptFusion
{
    // void torch::jit::setTensorExprFuserEnabled(bool), Itanium C++ ABI.
    private const string Switch = "_ZN5torch3jit25setTensorExprFuserEnabledEb";

    /// <summary>Turns it off for the process.</summary>
    public static unsafe void TurnOff(nint torchCpu)
    {
        if (!OperatingSystem.IsWindows() && NativeLibrary.TryGetExport(torchCpu, Switch, out nint address))
        {
            ((delegate* unmanaged<byte, void>)address)(0);
        }
    }
}
