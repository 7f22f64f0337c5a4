using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Torch.Native;

namespace AdaptiveProvider.Torch.Tests.Native;

public sealed class StandardLibraryCompatibilityTests
{
    private const string Needless = "_ZSt21ios_base_library_initv";
    private static readonly HashSet<string> Old = ["GLIBCXX_3.4", "GLIBCXX_3.4.30"];

    [Fact]
    public void For_NewSystem_TakesThePackagedFile()
    {
        using var folder = new TemporaryFolder();
        string packaged = Write(folder, Binding(Needless));

        using var file = BindingFile.For(packaged, new HashSet<string> { "GLIBCXX_3.4.30", "GLIBCXX_3.4.32" }, folder["cache"]);

        Assert.Equal((packaged, false), (file.Path, file.IsCopy));
        Assert.False(Directory.Exists(folder["cache"]));
    }

    [Fact]
    public void For_OldSystemAndNeedlessSymbol_CopiesWithoutIt()
    {
        using var folder = new TemporaryFolder();
        byte[] original = Binding(Needless);
        string packaged = Write(folder, original);

        using var file = BindingFile.For(packaged, Old, folder["cache"]);
        using var again = BindingFile.For(packaged, Old, folder["cache"]);

        var image = new ElfImage(File.ReadAllBytes(file.Path));
        Assert.Empty(StandardLibraryCompatibility.FindMissing(image, Old));
        Assert.DoesNotContain(Needless, image.UndefinedSymbols().Select(symbol => symbol.Name));
        Assert.Equal(file.Path, again.Path);
        Assert.Equal(original, File.ReadAllBytes(packaged));
        Assert.Equal([file.Path], Directory.GetFiles(folder["cache"]));
    }

    [Fact]
    public void For_OldSystemAndNeededSymbol_NamesSymbolAndVersion()
    {
        using var folder = new TemporaryFolder();
        string packaged = Write(folder, Binding("_ZNSt7needed1fEv"));

        var error = Assert.Throws<TorchRuntimeException>(() => BindingFile.For(packaged, Old, folder["cache"]));

        Assert.Contains("GLIBCXX_3.4.32", error.Message);
        Assert.Contains("_ZNSt7needed1fEv", error.Message);
        Assert.Contains("libstdc++", error.Remedy);
    }

    [Fact]
    public void For_DamagedFile_SaysSo()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<TorchRuntimeException>(() => BindingFile.For(Write(folder, [1, 2, 3]), Old, folder["cache"]));

        Assert.Contains("Restore", error.Message);
    }

    // A damaged copy, from a full disk or another program, is replaced.
    [Fact]
    public void For_CopyWithOtherContent_IsWrittenAgain()
    {
        using var folder = new TemporaryFolder();
        string packaged = Write(folder, Binding(Needless));
        string path;
        using (var file = BindingFile.For(packaged, Old, folder["cache"]))
        {
            path = file.Path;
        }

        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..20]);
        using var again = BindingFile.For(packaged, Old, folder["cache"]);

        Assert.Equal(whole, File.ReadAllBytes(again.Path));
    }

    [Fact]
    public void For_CacheThatCannotBeWritten_TakesATemporaryFolderOfItsOwn()
    {
        using var folder = new TemporaryFolder();
        string packaged = Write(folder, Binding(Needless));
        string path;

        // A file where the cache folder should be: no one can write into it, not even root.
        File.WriteAllText(folder["cache"], "");
        using (var file = BindingFile.For(packaged, Old, folder["cache"]))
        {
            path = file.Path;
            Assert.True(File.Exists(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void For_ManyAtOnce_AllGetTheSameWholeFile()
    {
        using var folder = new TemporaryFolder();
        string packaged = Write(folder, Binding(Needless));

        Parallel.For(0, 16, _ =>
        {
            using var file = BindingFile.For(packaged, Old, folder["cache"]);
            Assert.Empty(StandardLibraryCompatibility.FindMissing(new ElfImage(File.ReadAllBytes(file.Path)), Old));
        });

        Assert.Single(Directory.GetFiles(folder["cache"]));
    }

    [Fact]
    public void Missing_SymbolsThatDoNotExist_ListsNoWeakOnes()
    {
        var image = new ElfImage(new SyntheticElf().Requires("libc.so.6", "GLIBC_2.34", 2).Uses("there", 1).Uses("gone", 1).Uses("optional", 1, isWeak: true).ToBytes());

        Assert.Equal(["gone"], BindingSymbols.Missing(image, name => name == "there"));
    }

    private static string Write(TemporaryFolder folder, byte[] bytes)
    {
        File.WriteAllBytes(folder["libLibTorchSharp.so"], bytes);
        return folder["libLibTorchSharp.so"];
    }

    private static byte[] Binding(string symbol) => new SyntheticElf()
        .Requires("libstdc++.so.6", "GLIBCXX_3.4.30", 2).Requires("libstdc++.so.6", "GLIBCXX_3.4.32", 3).Requires("libc.so.6", "GLIBC_2.34", 4)
        .Uses("free", 4).Uses(symbol, 3).Uses("other", 2).ToBytes();
}
