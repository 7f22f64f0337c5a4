using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.Tests;

public class CpuExecutorOptionsTests
{
    public static TheoryData<CpuExecutorOptions, string> OutOfRange => new()
    {
        { new() { Weights = (Precision)9 }, "Weights" },
        { new() { KeyValues = (KvPrecision)9 }, "KeyValues" },
        { new() { Threads = 0 }, "Threads" },
        { new() { SlotCount = 0 }, "SlotCount" },
        { new() { SlotLength = 0 }, "SlotLength" },
        { new() { StepRowsMax = 0 }, "StepRowsMax" },
        { new() { KeptRowsMax = -1 }, "KeptRowsMax" },
        { new() { DraftVocabulary = [5, 96] }, "DraftVocabulary" },
        { new() { DraftVocabulary = [5, 5] }, "DraftVocabulary" },
        { new() { DraftVocabulary = default }, "DraftVocabulary" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Load_OptionOutOfRange_NamesIt(CpuExecutorOptions options, string name)
        => Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => CpuExecutorKind.Open("llama-tied-gqa", options)).ParamName);

    [Fact]
    public void Load_CacheLargerThanMemory_SaysWhatToLower()
    {
        var options = new CpuExecutorOptions { SlotCount = 4096, SlotLength = int.MaxValue };

        var error = Assert.Throws<ExecutorMemoryException>(
            () => CpuExecutorKind.Open("llama-tied-gqa", options, change: spec => spec with { ContextLength = int.MaxValue }));

        Assert.Contains("SlotCount", error.Message);
        Assert.Contains("SlotLength", error.Message);
    }

    [Fact]
    public void Load_Defaults_SlotHoldsTheContextUpToFourThousand()
    {
        using var shortContext = CpuExecutorKind.Open("llama-tied-gqa");
        using var longContext = CpuExecutorKind.Open("llama-tied-gqa", change: spec => spec with { ContextLength = 100_000 });

        Assert.Equal(128, shortContext.Executor.Info.SlotLength);
        Assert.Equal(4096, longContext.Executor.Info.SlotLength);
    }

    [Theory]
    [InlineData(Precision.F32, KvPrecision.Auto, 4)]
    [InlineData(Precision.Int8, KvPrecision.Auto, 2)]
    [InlineData(Precision.F32, KvPrecision.F16, 2)]
    [InlineData(Precision.Int8, KvPrecision.F32, 4)]
    public void Load_CachePrecision_SetsBytesPerToken(Precision weights, KvPrecision cache, int elementBytes)
    {
        using var tiny = CpuExecutorKind.Open("qwen3-norms", new CpuExecutorOptions { Weights = weights, KeyValues = cache });

        // 4 layers, key and value, 2 heads of 16.
        Assert.Equal(4 * 2 * 2 * 16 * elementBytes, ((CpuModelExecutor)tiny.Executor).Memory.CachePerToken);
        Assert.Equal(((CpuModelExecutor)tiny.Executor).Memory.CachePerToken * 16 * 128, ((CpuModelExecutor)tiny.Executor).Memory.CacheReserved);
    }
}
