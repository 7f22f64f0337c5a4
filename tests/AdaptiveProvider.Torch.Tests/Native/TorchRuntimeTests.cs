using AdaptiveProvider.Torch.Native;
using TorchSharp;

namespace AdaptiveProvider.Torch.Tests.Native;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Load_ThisMachine_ComputesWithTensors()
    {
        TorchRuntime.Load();

        using var scope = torch.NewDisposeScope();
        Assert.Equal(6f, torch.ones(2, 3).sum().item<float>());
    }
}
