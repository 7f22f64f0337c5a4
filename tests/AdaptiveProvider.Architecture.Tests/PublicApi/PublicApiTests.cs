using System.Reflection;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Architecture.Tests.PublicApi;

/// <summary>What packages offer changes on purpose only: their public surface is the one that is written down beside this test.</summary>
/// <remarks>After an intended change run these tests once with the environment variable <c>ADAPTIVE_ACCEPT_PUBLIC_API=1</c> and commit the files.</remarks>
public sealed class PublicApiTests
{
    private const string Accept = "ADAPTIVE_ACCEPT_PUBLIC_API";

    /// <summary>Every library; the command is no library.</summary>
    public static TheoryData<string> Libraries => new(
        Directory.GetFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(project => project != "AdaptiveProvider.Tool"));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApi_EveryLibrary_IsTheOneWrittenDown(string library)
    {
        string path = Path.Combine(SourceTree.Root, "tests", "AdaptiveProvider.Architecture.Tests", "PublicApi", library + ".txt");
        string actual = ApiText.Of(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, actual);
        }

        string[] expectedLines = Lines(File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "");
        string[] actualLines = Lines(actual);
        string changes = string.Join('\n', expectedLines.Except(actualLines).Select(line => "- " + line).Concat(actualLines.Except(expectedLines).Select(line => "+ " + line)));

        Assert.True(
            expectedLines.SequenceEqual(actualLines),
            $"The public surface of {library} has changed:\n{changes}\nIf that is intended, run this test with {Accept}=1 and commit {path}.");

        // Members carry their type, so that the difference says where it is.
        static string[] Lines(string text)
        {
            string type = "";
            return [.. text.Split('\n').Select(line => line.StartsWith(' ') ? $"{type}:{line}" : type = line)];
        }
    }

    [Fact]
    public void ApiText_OfThisLibrary_ListsTypesMembersAndDefaults()
    {
        string text = ApiText.Of(typeof(AdaptiveModelOptions).Assembly);

        Assert.Contains("sealed class AdaptiveProvider.AdaptiveModelOptions : IEquatable<AdaptiveModelOptions>\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  const int DefaultContextTokens = 8192\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  Precision? Precision { get; init; }\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AdaptiveModelOptions Validated", text, StringComparison.Ordinal);
    }
}
