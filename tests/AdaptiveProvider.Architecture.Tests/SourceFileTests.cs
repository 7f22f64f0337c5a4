using System.Text.RegularExpressions;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Architecture.Tests;

/// <summary>Small pieces: what every source file must keep to.</summary>
public sealed partial class SourceFileTests
{
    private const int LinesMax = 400;
    private const int LinesMedianMax = 120;

    [Fact]
    public void Length_EverySourceFile_StaysUnderTheLimit()
    {
        var tooLong = Sources("src", "samples").Select(path => (path, lines: File.ReadLines(path).Count())).Where(file => file.lines > LinesMax);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Length_OverAllSourceFiles_MedianIsSmall()
    {
        int[] lengths = [.. Sources("src").Select(path => File.ReadLines(path).Count()).Order()];

        Assert.InRange(lengths[lengths.Length / 2], 1, LinesMedianMax);
    }

    [Fact]
    public void Namespaces_EverySourceFile_FollowTheFolders()
    {
        var strays =
            from path in Sources("src", "tests")
            let declared = File.ReadLines(path).Select(line => NamespaceDeclaration().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value
            let folder = Path.GetRelativePath(SourceTree.Root, Path.GetDirectoryName(path)!).Replace('\\', '/').Split('/', 2)[1].Replace('/', '.')
            where declared is not null && !Matches(declared, folder)
            select $"{path}: {declared}";

        Assert.Empty(strays);
    }

    [Fact]
    public void Words_EverySourceFile_NoUnfinishedWork()
    {
        var marks = Sources("src", "samples").Where(path => UnfinishedMark().IsMatch(File.ReadAllText(path)));

        Assert.Empty(marks);
    }

    /// <summary>Extensions of foreign types live in the foreign namespace, by .NET convention.</summary>
    private static bool Matches(string declared, string folder)
        => declared == folder || folder == "AdaptiveProvider.Engine.Errors" && declared == "AdaptiveProvider.Engine" || declared.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static IEnumerable<string> Sources(params string[] folders)
        => from folder in folders
           where Directory.Exists(Path.Combine(SourceTree.Root, folder))
           from path in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories)
           let relative = Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/')
           where !relative.Contains("/obj/") && !relative.Contains("/bin/")
           select path;

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex UnfinishedMark();
}
