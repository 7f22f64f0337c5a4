using System.Security.Cryptography;
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

    [Fact]
    public void Report_ThisMachine_NamesFolderVersionAndDevices()
    {
        var report = TorchRuntime.Report();

        Assert.True(report.IsLoaded, report.Problem);
        Assert.True(File.Exists(Path.Combine(report.Folder!, LibraryNames.TorchCpu)));
        Assert.Contains("cpu", report.Devices);
        Assert.Matches(@"^\d+\.\d+\.\d+", report.Version);
        Assert.NotEmpty(report.Tried);
    }

    // TorchSharp would otherwise search, copy and print by itself at the first question for a device.
    [Fact]
    public void Load_ThenAskForCuda_ThrowsNothing()
    {
        TorchRuntime.Load();

        bool hasCuda = torch.cuda.is_available();

        Assert.Equal(hasCuda, TorchRuntime.Report().Devices.Any(device => device.StartsWith("cuda", StringComparison.Ordinal)));
    }

    [Fact]
    public void Load_Packages_LeavesTheirFilesAsTheyAre()
    {
        string binding = LibraryFolders.OfBinding(new TorchRuntimeOptions(), AppContext.BaseDirectory).Select(folder => Path.Combine(folder, LibraryNames.Binding)).First(File.Exists);
        byte[] before = SHA256.HashData(File.ReadAllBytes(binding));

        TorchRuntime.Load();
        using var file = BindingFile.For(binding, StandardLibraryCompatibility.InstalledVersions(), cacheFolder: null);

        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(binding)));
    }

    [Fact]
    public void Reason_LoaderMessage_IsTheSystemsLine()
    {
        const string Message = """
            Unable to load shared library '/x/libc10.so' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace.
            libcpuinfo.so.0: cannot open shared object file: No such file or directory
            /x/liblibc10.so: cannot open shared object file: No such file or directory
            """;

        Assert.Equal("libcpuinfo.so.0: cannot open shared object file: No such file or directory", LoadFailure.Reason(Message));
        Assert.Equal("odd", LoadFailure.Reason("odd"));
    }
}
