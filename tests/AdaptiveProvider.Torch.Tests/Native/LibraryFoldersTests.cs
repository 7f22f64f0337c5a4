using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;

namespace AdaptiveProvider.Torch.Tests.Native;

public sealed class LibraryFoldersTests
{
    private static readonly string Native = Path.Combine("runtimes", LibraryNames.RuntimeIdentifier, "native");

    [Fact]
    public void Find_NothingNamed_OwnFilesThenTheBuild()
    {
        using var app = new TemporaryFolder();

        var folders = LibraryFolders.Find(Options(app) with { BuildFolders = ["/packages/a/", "/packages/b"] });

        Assert.Equal([app[Native], app.Path, "/packages/a", "/packages/b"], folders.Select(folder => folder.Path));
        Assert.All(folders, folder => Assert.False(folder.IsNamed));
    }

    [Fact]
    public void Find_Variable_IsTheOnlyPlace()
    {
        using var app = new TemporaryFolder();

        var folders = LibraryFolders.Find(Options(app) with { Environment = name => name == "ADAPTIVE_LIBTORCH" ? "/python" : null });

        Assert.Equal(["/python", Path.Combine("/python", "lib"), Path.Combine("/python", "torch", "lib")], folders.Select(folder => folder.Path));
    }

    [Fact]
    public void Find_Option_GoesBeforeTheVariable()
    {
        using var app = new TemporaryFolder();

        var folders = LibraryFolders.Find(Options(app) with { LibraryFolder = "/mine", Environment = _ => "/python" });

        Assert.Equal("/mine", folders[0].Path);
        Assert.Equal("TorchRuntimeOptions.LibraryFolder", folders[0].Source);
    }

    [Fact]
    public void HasTorch_Folders_KnownByTheirFiles()
    {
        using var folder = new TemporaryFolder();
        var candidate = new LibraryFolders.Candidate(folder.Path, "test", IsNamed: true);
        Assert.False(candidate.HasTorch);

        File.WriteAllText(folder[LibraryNames.TorchCpu], "");
        Assert.Equal((true, false), (candidate.HasTorch, candidate.HasCuda));

        File.WriteAllText(folder[LibraryNames.TorchCuda], "");
        Assert.True(candidate.HasCuda);
    }

    [Fact]
    public void Choose_NamedFolderWithoutLibtorch_DoesNotTakeAnother()
    {
        using var app = new TemporaryFolder();
        File.WriteAllText(app[LibraryNames.TorchCpu], "");

        var error = Assert.Throws<TorchRuntimeException>(() => TorchRuntime.Choose(Options(app) with { Environment = _ => "/no/such/place" }));

        Assert.Contains("ADAPTIVE_LIBTORCH names /no/such/place", error.Problem);
        Assert.Contains("torch/lib", error.Remedy);
        Assert.Contains("/no/such/place (ADAPTIVE_LIBTORCH: no such folder)", error.Message);
        Assert.Equal(app.Path, TorchRuntime.Choose(Options(app)).Folder);
    }

    // TorchSharp would load the application's copy beside the chosen one, which ends the process.
    [Fact]
    public void OfApplication_AnotherCopyInTheRuntimesFolders_IsFound()
    {
        using var app = new TemporaryFolder();
        using var chosen = new TemporaryFolder();
        File.WriteAllText(chosen[LibraryNames.TorchCpu], "");
        Assert.Null(TorchRuntime.OfApplication([app.Path, chosen.Path], chosen.Path));

        File.WriteAllText(app[LibraryNames.TorchCpu], "");
        Assert.Equal(app.Path, TorchRuntime.OfApplication([app.Path], chosen.Path));

        File.Delete(app[LibraryNames.TorchCpu]);
        File.CreateSymbolicLink(app[LibraryNames.TorchCpu], chosen[LibraryNames.TorchCpu]);
        Assert.Null(TorchRuntime.OfApplication([app.Path], chosen.Path));
    }

    [Fact]
    public void Choose_NoLibtorchAnywhere_ListsEveryPlaceAndRemedy()
    {
        using var app = new TemporaryFolder();

        var error = Assert.Throws<TorchRuntimeException>(() => TorchRuntime.Choose(Options(app) with { BuildFolders = ["/packages/a"] }));

        Assert.All([app.Path, "/packages/a", "ADAPTIVE_LIBTORCH", "--device cpu"], part => Assert.Contains(part, error.Message));
    }

    [Theory]
    [InlineData("torch/version.py", "__version__ = '2.11.0+cu130'\ncuda = '13.0'", "torch/lib", "2.11.0+cu130")]
    [InlineData("libtorch/build-version", "2.7.1+cpu\n", "libtorch/lib", "2.7.1+cpu")]
    [InlineData("x/readme", "nothing", "libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native", "2.10.0")]
    [InlineData("x/readme", "nothing", "lib", null)]
    public void OfFolder_WhatLiesBeside_TellsTheVersion(string file, string content, string libraries, string? expected)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
        Directory.CreateDirectory(folder[libraries]);
        File.WriteAllText(folder[file], content);

        Assert.Equal(expected, LibtorchVersion.OfFolder(folder[libraries]));
    }

    private static TorchRuntimeOptions Options(TemporaryFolder app) => new() { ApplicationFolder = app.Path, BuildFolders = [], Environment = _ => null };
}
