namespace AdaptiveProvider.Tool.Tests;

public sealed class CommandLineTests
{
    private static readonly string[] VerbNames = ["chat", "generate", "tokenize", "template", "inspect", "doctor", "bench", "train"];

    public static TheoryData<string> Verbs => new(VerbNames);

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Run_VerbHelp_NamesJson(string verb)
        => Assert.Contains("--json", (await ToolRun.OfAsync(verb, "--help")).Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public async Task Run_Help_ListsEveryVerb()
    {
        var run = (await ToolRun.OfAsync("--help")).Succeeded();

        Assert.All(VerbNames, verb => Assert.Contains($"  {verb} ", run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new string[0], "--help")]
    [InlineData(new[] { "frob" }, "frob")]
    [InlineData(new[] { "template" }, "--context")]
    [InlineData(new[] { "generate", "--model", "d" }, "--token-ids")]
    [InlineData(new[] { "generate", "--model", "d", "--prompt", "x", "--token-ids", "1" }, "one of")]
    [InlineData(new[] { "generate", "--model", "d", "--prompt", "x", "--dtype", "f8" }, "bf16")]
    [InlineData(new[] { "generate", "--model", "d", "--prompt", "x", "--seed", "one" }, "--seed needs a whole number; it is 'one'")]
    [InlineData(new[] { "generate", "--model", "d", "--prompt", "x", "--temperature", "nan" }, "--temperature needs a number; it is 'nan'")]
    [InlineData(new[] { "generate", "--model", "d", "--prompt", "x", "--max-tokens", "0" }, "--max-tokens")]
    [InlineData(new[] { "generate", "--model", "d", "--prompt", "x", "--stop", "" }, "--stop")]
    [InlineData(new[] { "generate", "--model", "d", "--prompt", "x", "--frob" }, "--frob")]
    [InlineData(new[] { "bench" }, "--shape NAME")]
    [InlineData(new[] { "bench", "--shape", "smollm2-135m", "--dtype", "f32,f8" }, "f8")]
    [InlineData(new[] { "bench", "--shape", "smollm2-135m", "--batch", "0" }, "--batch")]
    [InlineData(new[] { "bench", "--shape", "smollm2-135m", "--generate", "1" }, "--generate")]
    public async Task Run_WrongUsage_FailsInOneLine(string[] arguments, string word)
        => (await ToolRun.OfAsync(arguments)).Failed(ExitCode.Usage, word);

    [Theory]
    [InlineData("chat")]
    [InlineData("inspect")]
    [InlineData("generate", "--prompt", "x")]
    [InlineData("tokenize")]
    public async Task Run_MissingFolder_FailsInOneLineNamingIt(params string[] arguments)
        => (await ToolRun.OfAsync([.. arguments, "--model", "no-such-folder"])).Failed(ExitCode.Failure, "no-such-folder");

    [Fact]
    public async Task Run_NoModelNamed_TakesTheDefaultModel()
        => Assert.NotEmpty((await ToolRun.OfAsync("generate", "--prompt", "Once upon a time", "--max-tokens", "4")).Succeeded().Output);
}
