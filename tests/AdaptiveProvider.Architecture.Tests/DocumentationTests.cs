using System.Text.RegularExpressions;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Architecture.Tests;

/// <summary>The documents stay true: their code is compiled code, and their links lead somewhere.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Documents => new(
        Directory.EnumerateFiles(SourceTree.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "samples"), "*.md"))
            .Concat(Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src")).Select(project => Path.Combine(project, "README.md")))
            .Select(path => Path.GetRelativePath(SourceTree.Root, path)));

    [Theory]
    [MemberData(nameof(Documents))]
    public void CodeBlocks_EveryDocument_ArePartOfASample(string document)
    {
        string[] samples = [.. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "samples"), "*.cs", SearchOption.AllDirectories).Select(Read)];

        var strays = CodeBlock().Matches(Read(Path.Combine(SourceTree.Root, document)))
            .Select(match => match.Groups[1].Value)
            .Where(block => !samples.Any(sample => sample.Contains(block, StringComparison.Ordinal)));

        Assert.Empty(strays);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_EveryDocument_LeadToFiles(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, document))!;

        var broken = Link().Matches(Read(Path.Combine(SourceTree.Root, document)))
            .Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://") && !Path.Exists(Path.Combine(folder, link)));

        Assert.Empty(broken);
    }

    private static string Read(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)#]+)[^)]*\)")]
    private static partial Regex Link();
}
