using System.Text.RegularExpressions;
using AdaptiveProvider.Testing.Repository;

namespace AdaptiveProvider.Samples.Tests;

/// <summary>Every sample runs to its end, offline, on the default model, and shows what it claims to.</summary>
public sealed partial class SampleTests
{
    [Fact]
    public void Samples_EveryFolder_HasATestAndARowInTheReadme()
    {
        string readme = File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "README.md"));
        string[] samples = [.. Directory.GetDirectories(Path.Combine(SourceTree.Root, "samples")).Select(folder => Path.GetFileName(folder)!)];
        string[] tests = [.. typeof(SampleTests).GetMethods().Select(method => method.Name.Split('_')[0])];

        Assert.NotEmpty(samples);
        Assert.All(samples, sample => Assert.Contains($"samples/{sample}`", readme));
        Assert.All(samples, sample => Assert.Contains(sample, tests));
    }

    [Fact]
    public async Task HelloChat_PipedLines_AnswersEach()
    {
        string output = await SampleProcess.RunAsync("HelloChat", "Hello!\nTell me a short story about a cat.\n");

        Assert.Equal(2, SpeedLine().Count(output));
    }

    [Fact]
    public async Task HelloChat_NothingPiped_AsksItself()
    {
        string output = await SampleProcess.RunAsync("HelloChat");

        Assert.Equal(4, SpeedLine().Count(output));
        Assert.Contains("> What is 3 plus 4?", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelloChat_MoreThanTheContextHolds_StartsAnew()
    {
        string output = await SampleProcess.RunAsync("HelloChat", string.Concat(Enumerable.Repeat(new string('a', 400) + " and " + new string('b', 300) + "\n", 6)));

        Assert.Contains("starts anew", output, StringComparison.Ordinal);
        Assert.Equal(6, SpeedLine().Count(output));
    }

    [Fact]
    public async Task DepthPerCall_DefaultPrompt_SpendsWhatItAsksFor()
    {
        string output = await SampleProcess.RunAsync("DepthPerCall");

        double full = Depth(output, "full depth"), middle = Depth(output, "budget 0.7"), least = Depth(output, "budget 0.5");
        Assert.Equal(100, full);
        Assert.InRange(middle, least, 72);
        Assert.InRange(least, 1, 52);

        static double Depth(string output, string row)
            => double.Parse(Regex.Match(output, $@"^{Regex.Escape(row)}\s+\S+\s+(\d+) %", RegexOptions.Multiline).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task ConcurrentChats_TogetherAndAlone_ReplyTheSame()
    {
        string output = await SampleProcess.RunAsync("ConcurrentChats");

        Assert.Contains("The same replies: True", output, StringComparison.Ordinal);
        Assert.Matches(@"Name a colour\. +50 % +[1-5]\d %", output);
        Assert.Matches(@"What is the sea\? +full +100 %", output);
    }

    [Fact]
    public async Task DependencyInjection_TwoDepthsAndARoute_EachAsDeepAsRegistered()
    {
        string output = await SampleProcess.RunAsync("DependencyInjection");

        string[] depths = [.. OfFullDepth().Matches(output).Select(match => match.Groups[1].Value)];
        Assert.Equal(4, depths.Length);
        Assert.Equal(("100", "100"), (depths[0], depths[3]));
        Assert.All([depths[1], depths[2]], depth => Assert.True(depth.Length == 2, $"The fast client went {depth} % deep."));
        Assert.Contains("Health: Healthy", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_RequiredCalls_RunFunctionsOfTheProgram()
    {
        string output = await SampleProcess.RunAsync("Tools");

        Assert.Equal(3, Regex.Count(output, @"calls (get_year|roll_dice)\("));
        Assert.Equal(3, Regex.Count(output, @"gets \d+"));
    }

    [Fact]
    public async Task StructuredOutput_EveryReply_IsAValidValue()
    {
        string output = await SampleProcess.RunAsync("StructuredOutput");

        Assert.Equal(3, Regex.Count(output, @"^\w+: [A-Z][a-z]{2,6}, (20|1?\d) years old, (Black|Brown|White), (not )?hungry", RegexOptions.Multiline));
        Assert.Matches("An elephant is (big|small)", output);
    }

    [Fact]
    public async Task SemanticKernelChat_SettingsOfCallAndPrompt_ReportTheirLayers()
    {
        string output = await SampleProcess.RunAsync("SemanticKernelChat");

        Assert.Equal(2, Regex.Count(output, @"\[\d+ layers for \d+ tokens\]"));
    }

    [Fact]
    public async Task AgentFramework_OneRunDeeper_ReportsBothDepthsAndTheCache()
    {
        string output = await SampleProcess.RunAsync("AgentFramework");

        string[] depths = [.. OfFullDepth().Matches(output).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, depths.Length);
        Assert.Equal(2, depths[0].Length);
        Assert.Equal("100", depths[1]);
        Assert.Matches(@"100 % of full depth, \d+ tokens read, [1-9]\d* of them from the cache", output);
    }

    [Fact]
    public async Task WebChat_OwnClientAndPage_AreServed()
    {
        string[] lines = (await SampleProcess.RunAsync("WebChat")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(lines[0].Trim());
        Assert.Matches(@"^The page has [1-9]\d{3,} characters\.", lines[^1]);
    }

    [GeneratedRegex(@"\[\d+ tokens, \d+ per second\]")]
    private static partial Regex SpeedLine();

    [GeneratedRegex(@"\[(\d+) % of full depth")]
    private static partial Regex OfFullDepth();
}
