using AdaptiveProvider.Completion;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;

namespace AdaptiveProvider.Torch.Tests;

public sealed class TorchExecutorFactoryTests
{
    [Theory]
    [InlineData("torch", true)]
    [InlineData("cuda", true)]
    [InlineData("cuda:3", true)]
    [InlineData("mps", true)]
    [InlineData("cpu", false)]
    [InlineData("cuda:", false)]
    [InlineData("vulkan", false)]
    public void Runs_DeviceNames_KnowsItsOwn(string device, bool expected) => Assert.Equal(expected, new TorchExecutorFactory().Runs(device));

    [SkippableFact]
    public void HasAccelerator_WithoutNvidiaDriver_IsFalse()
    {
        Skip.If(NvidiaDriver.IsPresent(), "There is an NVIDIA driver here.");

        Assert.False(new TorchExecutorFactory().HasAccelerator());
    }

    [Fact]
    public async Task LoadAsync_TorchDevice_CompletesAsTheManagedExecutorDoes()
    {
        using var folder = TinyModels.Write("qwen3-norms");
        int[] prompt = [5, 17, 42, 3, 88];

        var managed = await CompleteAsync(folder.Path, new AdaptiveModelOptions { Device = "cpu", Precision = Cpu.Precision.F32 }, prompt);
        var torch = await CompleteAsync(folder.Path, new AdaptiveModelOptions { Device = "torch", Executors = [new TorchExecutorFactory()], Precision = Cpu.Precision.F32 }, prompt);

        Assert.Equal(20, managed.Tokens.Count);
        Assert.Equal(managed.Tokens, torch.Tokens);
        Assert.Contains("libtorch", torch.Device);
    }

    private static async Task<(List<int> Tokens, string Device)> CompleteAsync(string folder, AdaptiveModelOptions options, int[] prompt)
    {
        await using var model = await AdaptiveModel.LoadAsync(folder, options);
        var tokens = new List<int>();
        await foreach (var update in model.CompleteAsync(prompt, new CompletionSettings { MaxOutputTokens = 20, IgnoreEndTokens = true }))
        {
            tokens.AddRange(update.Token is { } token ? [token.Token] : []);
        }

        return (tokens, model.Capabilities.Device);
    }
}
