using AdaptiveProvider.Torch.Native;

namespace AdaptiveProvider.Torch.Tests.Native;

public sealed class ElfImageTests
{
    [Fact]
    public void Read_Library_ListsVersionsAndSymbols()
    {
        var image = new ElfImage(Library().ToBytes());

        Assert.Equal(["libstdc++.so.6 GLIBCXX_3.4.30", "libstdc++.so.6 GLIBCXX_3.4.32", "libc.so.6 GLIBC_2.34"], image.RequiredVersions().Select(required => $"{required.Library} {required.Version}"));
        Assert.Equal(["free", "needless", "maybe"], image.UndefinedSymbols().Select(symbol => symbol.Name));
        Assert.Equal([false, false, true], image.UndefinedSymbols().Select(symbol => symbol.IsWeak));
    }

    [Fact]
    public void Rename_SymbolAndVersion_ReadsBackChanged()
    {
        byte[] bytes = Library().ToBytes();
        var image = new ElfImage(bytes);
        var required = image.RequiredVersions().ToList();

        image.PointVersion(required[1], required[0]);
        image.RenameSymbol(image.UndefinedSymbols().ElementAt(1), "getpid", 4);

        var changed = new ElfImage(bytes);
        Assert.Equal(["GLIBCXX_3.4.30", "GLIBCXX_3.4.30", "GLIBC_2.34"], changed.RequiredVersions().Select(version => version.Version));
        Assert.Equal(("getpid", 4), (changed.UndefinedSymbols().ElementAt(1).Name, changed.UndefinedSymbols().ElementAt(1).Version));
    }

    [Fact]
    public void RenameSymbol_LongerName_Throws()
    {
        var image = new ElfImage(Library().ToBytes());

        Assert.Throws<InvalidDataException>(() => image.RenameSymbol(image.UndefinedSymbols().First(), "much_longer_than_free", 1));
    }

    // Whatever the damage: an answer or an InvalidDataException, soon.
    [Fact]
    public void Read_DamagedLibraries_NeverHangsOrCrashes()
    {
        const int Seed = 5;
        var random = new Random(Seed);
        byte[] whole = Library().ToBytes();
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = random.Next(4) == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int change = random.Next(1, 6); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0xff, 1 => 0, _ => (byte)random.Next(256) };
            }

            try
            {
                var image = new ElfImage(bytes);
                int read = image.RequiredVersions().Count() + image.UndefinedSymbols().Count();
                Assert.InRange(read, 0, 5000);
                foreach (var missing in StandardLibraryCompatibility.FindMissing(image, new HashSet<string> { "GLIBCXX_3.4.30" }).Where(StandardLibraryCompatibility.CanRelax))
                {
                    StandardLibraryCompatibility.Relax(image, missing, new HashSet<string> { "GLIBCXX_3.4.30" });
                }
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused is > 2_000 and < 20_000, $"seed {Seed}: {refused} were refused");
    }

    // A version list that leads back into itself would be read for ever.
    [Fact]
    public void RequiredVersions_LongChain_Throws()
    {
        var elf = new SyntheticElf().Uses("free");
        for (int i = 0; i < 5000; i++)
        {
            elf.Requires("libstdc++.so.6", "GLIBCXX_3.4", 2);
        }

        Assert.Throws<InvalidDataException>(() => new ElfImage(elf.ToBytes()).RequiredVersions().Count());
    }

    private static SyntheticElf Library() => new SyntheticElf()
        .Requires("libstdc++.so.6", "GLIBCXX_3.4.30", 2).Requires("libstdc++.so.6", "GLIBCXX_3.4.32", 3).Requires("libc.so.6", "GLIBC_2.34", 4)
        .Uses("free", 4).Uses("needless", 3).Uses("maybe", 1, isWeak: true);
}
