using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Execution;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;
using Moq;

namespace AdaptiveProvider.Tests;

public sealed class ExecutorSelectionTests
{
    [Fact]
    public void Choose_Cpu_AsksNobody()
    {
        var factory = new Mock<IExecutorFactory>(MockBehavior.Strict);

        Assert.Null(ExecutorSelection.Choose("cpu", [factory.Object]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Choose_Auto_TakesAnAcceleratorOnly(bool hasAccelerator)
    {
        var factory = Mock.Of<IExecutorFactory>(mock => mock.HasAccelerator() == hasAccelerator);

        Assert.Equal(hasAccelerator ? factory : null, ExecutorSelection.Choose("auto", [factory]));
    }

    [Fact]
    public void Choose_NamedDevice_TakesItsExecutor()
    {
        var other = Mock.Of<IExecutorFactory>();
        var factory = Mock.Of<IExecutorFactory>(mock => mock.Runs("cuda:1"));

        Assert.Same(factory, ExecutorSelection.Choose("cuda:1", [other, factory]));
    }

    [Fact]
    public void Choose_UnknownDevice_ListsTheKnown()
    {
        var factory = Mock.Of<IExecutorFactory>(mock => mock.DeviceNames == "warp, warp:1");

        var error = Assert.Throws<AdaptiveProviderException>(() => ExecutorSelection.Choose("cuda", [factory]));

        Assert.Contains("warp:1", error.Message);
    }

    [Fact]
    public async Task LoadAsync_GpuWithoutItsPackage_NamesThePackage()
    {
        using var folder = TinyModels.Write("llama-tied-gqa");

        var error = await Assert.ThrowsAsync<AdaptiveProviderException>(() => AdaptiveModel.LoadAsync(folder.Path, new AdaptiveModelOptions { Device = "cuda" }));

        Assert.Contains("AdaptiveProvider.Torch", error.Message);
    }

    [Fact]
    public async Task LoadAsync_PluggedInExecutor_GetsTheRequest()
    {
        using var folder = TinyModels.Write("llama-tied-gqa");
        ExecutorRequest? asked = null;
        var factory = new Mock<IExecutorFactory>();
        factory.Setup(mock => mock.Runs("warp")).Returns(true);
        factory
            .Setup(mock => mock.Load(It.IsAny<ModelSpec>(), It.IsAny<DecoderWeights>(), It.IsAny<ExecutorRequest>(), It.IsAny<IProgress<double>?>(), It.IsAny<CancellationToken>()))
            .Callback((ModelSpec _, DecoderWeights _, ExecutorRequest request, IProgress<double>? _, CancellationToken _) => asked = request)
            .Throws(new ExecutorMemoryException("too small"));

        var options = new AdaptiveModelOptions { Device = " Warp ", Executors = [factory.Object], Precision = Cpu.Precision.BF16, MaxConcurrentRequests = 3, ContextTokens = 64 };
        await Assert.ThrowsAsync<ExecutorMemoryException>(() => AdaptiveModel.LoadAsync(folder.Path, options));

        Assert.Equal(new ExecutorRequest { Device = "warp", Weights = WeightPrecision.BF16, SlotCount = 3, SlotLength = 64 }, asked);
    }
}
