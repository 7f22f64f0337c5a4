using System.Runtime.InteropServices;

namespace AdaptiveProvider.Torch.KeyValues;

/// <summary>Tells a full device from other failures of libtorch, which has one exception for all.</summary>
internal static class DeviceMemory
{
    private static readonly string[] Signs = ["out of memory", "can't allocate memory", "not enough memory", "CUBLAS_STATUS_ALLOC_FAILED", "Invalid buffer size"];

    /// <summary>True when the device or the host ran out of memory.</summary>
    public static bool IsExhausted(Exception failure) => failure is OutOfMemoryException
        || (failure is ExternalException && Array.Exists(Signs, sign => failure.Message.Contains(sign, StringComparison.OrdinalIgnoreCase)));
}
