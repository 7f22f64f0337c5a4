using System.Runtime.InteropServices;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Tells whether this machine has an NVIDIA driver, without libtorch: that takes much longer to load.</summary>
internal static class NvidiaDriver
{
    /// <summary>True when a driver and, where the system shows it, a device are there.</summary>
    public static bool IsPresent()
    {
        if (OperatingSystem.IsMacOS())
        {
            return false;
        }

        if (OperatingSystem.IsLinux() && !File.Exists("/dev/nvidiactl") && !Directory.Exists("/proc/driver/nvidia/gpus") && !File.Exists("/dev/dxg"))
        {
            return false;
        }

        string library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(library, out nint handle))
        {
            return OperatingSystem.IsLinux() && File.Exists("/usr/lib/wsl/lib/libcuda.so.1");
        }

        NativeLibrary.Free(handle);
        return true;
    }
}
