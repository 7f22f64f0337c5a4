using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Executors;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;

namespace AdaptiveProvider.Torch.Tests;

public sealed class TorchExecutorOptionsTests
{
    public static TheoryData<TorchExecutorOptions, string> OutOfRange => new()
    {
        { new() { Weights = (TorchPrecision)9 }, "Weights" },
        { new() { Threads = 0 }, "Threads" },
        { new() { SlotCount = 0 }, "SlotCount" },
        { new() { SlotLength = 0 }, "SlotLength" },
        { new() { StepRowsMax = 0 }, "StepRowsMax" },
        { new() { KeptRowsMax = -1 }, "KeptRowsMax" },
        { new() { DraftVocabulary = [4, 9, 4] }, "DraftVocabulary" },
        { new() { DraftVocabulary = [4, 96] }, "DraftVocabulary" },
        { new() { DraftVocabulary = [-1, 4] }, "DraftVocabulary" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Load_OptionOutOfRange_NamesIt(TorchExecutorOptions options, string name)
        => Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => Open(options)).ParamName);

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    public void Load_UnknownDevice_ListsTheKnown(string device)
        => Assert.Contains("cuda:1", Assert.Throws<ArgumentException>(() => Open(new TorchExecutorOptions { Device = device })).Message);

    [SkippableFact]
    public void Load_CudaWhereThereIsNone_SaysWhatToDo()
    {
        TorchRuntime.Load();
        Skip.If(TorchSharp.torch.cuda.is_available(), "There is a CUDA device here.");

        var error = Assert.Throws<TorchRuntimeException>(() => Open(new TorchExecutorOptions { Device = "cuda" }));

        Assert.Contains("ADAPTIVE_LIBTORCH", error.Message);
    }

    [Fact]
    public void Load_CacheLargerThanMemory_SaysWhatToLower()
    {
        var options = new TorchExecutorOptions { Device = "cpu", SlotCount = 4096, SlotLength = 100_000_000 };

        var error = Assert.Throws<ExecutorMemoryException>(
            () => new TinyExecutor(TinyModels.Get("llama-tied-gqa"), (spec, weights) => TorchModelExecutor.Load(spec with { ContextLength = int.MaxValue }, weights, options)));

        Assert.Contains("SlotCount", error.Message);
        Assert.Contains("SlotLength", error.Message);
    }

    [Fact]
    public void Load_Int8WithOddWidths_NamesThem()
    {
        var error = Assert.Throws<TorchRuntimeException>(
            () => new TinyExecutor(TinyModels.Get("llama-ten-layers"), (spec, weights) => TorchModelExecutor.Load(spec, weights, new TorchExecutorOptions { Device = "cpu", Weights = TorchPrecision.Int8 })));

        Assert.Contains("multiple of 16", error.Message);
    }

    private static TinyExecutor Open(TorchExecutorOptions options) => new(TinyModels.Get("llama-tied-gqa"), (spec, weights) => TorchModelExecutor.Load(spec, weights, options));
}
