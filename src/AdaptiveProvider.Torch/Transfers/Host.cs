using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Transfers;

/// <summary>Host memory that a device copies from and to.</summary>
internal static class Host
{
    /// <summary>Numbers in host memory; pinned for CUDA, so that copies need not wait.</summary>
    public static Tensor Allocate(long count, ScalarType type, Device device)
    {
        var plain = empty(count, type, CPU);
        if (device.type != DeviceType.CUDA)
        {
            return plain;
        }

        using (plain)
        {
            return plain.pin_memory();
        }
    }
}
