using System.Text.RegularExpressions;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Architecture.Tests;

/// <summary>How the libtorch executor may use TorchSharp: what ends the process, what waits for the device, what copies a cache.</summary>
public sealed partial class TorchUseTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "src", "AdaptiveProvider.Torch");

    public static TheoryData<string> Sources => [.. Files().Select(path => Path.GetRelativePath(Folder, path))];

    // TorchSharp does not catch what these throw: any wrong shape, any full memory, ends the process.
    [Theory]
    [MemberData(nameof(Sources))]
    public void Calls_EverySource_NoneThatEndsTheProcess(string source) => Assert.DoesNotMatch(Uncaught(), Read(source));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Calls_OutsideTransfers_NoneThatWaitsForTheDevice(string source)
    {
        if (!source.StartsWith("Transfers", StringComparison.Ordinal))
        {
            Assert.DoesNotMatch(Waiting(), Read(source));
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Calls_KeyValues_NeverGrowByCopy(string source)
    {
        if (source.StartsWith("KeyValues", StringComparison.Ordinal))
        {
            Assert.DoesNotMatch(Concatenation(), Read(source));
        }
    }

    [Theory]
    [InlineData("using var product = left.matmul(right);")]
    [InlineData("var noise = torch.randn(3);")]
    public void Uncaught_ForbiddenCall_IsFound(string line) => Assert.Matches(Uncaught(), line);

    [Theory]
    [InlineData("int token = logits.argmax().item<int>();")]
    [InlineData("var host = logits.cpu();")]
    [InlineData("def f(x: Tensor): return x.nonzero()")]
    public void Waiting_ForbiddenCall_IsFound(string line) => Assert.Matches(Waiting(), line);

    private static string Read(string source) => Comment().Replace(File.ReadAllText(Path.Combine(Folder, source)), "");

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));

    [GeneratedRegex(@"\bmatmul\b|\brandint\s*\(|\brandn?\s*\(|autograd\.grad|optim\.")]
    private static partial Regex Uncaught();

    [GeneratedRegex(@"\.item\b|\.cpu\(|\.data<|\.bytes\b|\.tolist\(|nonzero\(|masked_select\(|unique\(|synchronize\(|\.ToSingle\(|\.ToInt")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"\bcat\s*\(|\bstack\s*\(")]
    private static partial Regex Concatenation();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
