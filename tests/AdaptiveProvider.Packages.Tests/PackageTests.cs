using System.IO.Compression;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Packages.Tests;

/// <summary>The packages hold what they should, and an application that has nothing but them chats offline.</summary>
public sealed class PackageTests(PackedFeed feed) : IClassFixture<PackedFeed>
{
    public static TheoryData<string> Ids => new(PackedFeed.Ids);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_EveryProject_CarriesDocumentationIconLicenceAndSymbols(string id)
    {
        using var package = feed.Open(id);
        using var symbols = feed.Open(id, "snupkg");

        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Superset(new HashSet<string> { "README.md", "icon.png", "LICENSE", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml" }, names.ToHashSet());
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{id}.pdb");

        string nuspec = Text(package, $"{id}.nuspec");
        Assert.Contains("""<license type="expression">MIT</license>""", nuspec, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", nuspec, StringComparison.Ordinal);
        Assert.Contains("<icon>icon.png</icon>", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("Package Description", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain(SourceTree.Root, nuspec, StringComparison.Ordinal);
    }

    [Fact]
    public void Torch_Package_DependsOnNoNativeLibrary()
    {
        using var package = feed.Open("AdaptiveProvider.Torch");

        string nuspec = Text(package, "AdaptiveProvider.Torch.nuspec");

        Assert.Contains("\"TorchSharp\"", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("TorchSharp-", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", nuspec, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Application_OfPackagesAlone_ChatsOffline()
    {
        string program = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "samples", "HelloChat", "Program.cs"));

        string built = await feed.BuildAsync("Consumer", program, "AdaptiveProvider", "AdaptiveProvider.DefaultModel");
        string output = await PackedFeed.RunAsync(built, ["Consumer.dll", "Hello!"]);

        Assert.Matches(@"\[\d+ tokens, \d+ per second\]", output);
        Assert.False(Directory.Exists(Path.Combine(built, "runtimes")), "A native library came along.");

        // The kernels' package asks for loops that are compiled well at once, wherever the application has not said otherwise.
        Assert.Contains("\"System.Runtime.TieredCompilation.QuickJitForLoops\": false", await File.ReadAllTextAsync(Path.Combine(built, "Consumer.runtimeconfig.json")), StringComparison.Ordinal);
    }

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
