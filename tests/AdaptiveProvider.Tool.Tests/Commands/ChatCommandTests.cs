using System.Text.Json;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class ChatCommandTests(TinyChatFolder folder) : IClassFixture<TinyChatFolder>
{
    [Fact]
    public async Task Run_PipedLines_AnswersEach()
    {
        var run = (await ChatAsync("hi\n\nhello\n", "--json")).Succeeded();

        var replies = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(2, replies.Count);
        Assert.All(replies, reply => Assert.Equal("length", reply.GetProperty("finish_reason").GetString()));
        Assert.All(replies, reply => Assert.NotNull(reply.GetProperty("text").GetString()));
        Assert.All(replies, reply => Assert.Equal(8, reply.GetProperty("usage").GetProperty("output_tokens").GetInt32()));
        Assert.True(replies[1].GetProperty("usage").GetProperty("cached_tokens").GetInt32() > 10);
        Assert.True(replies[1].GetProperty("timings").GetProperty("prefill_ms").GetDouble() >= 0);
    }

    [Fact]
    public async Task Run_Reset_ForgetsTheConversation()
    {
        string[] afterReset = [.. (await ChatAsync("hi\n/reset\nhi\n")).Succeeded().Output.Split('\n')];
        string[] without = [.. (await ChatAsync("hi\nhi\n")).Succeeded().Output.Split('\n')];

        Assert.Equal(afterReset[0], afterReset[1]);
        Assert.NotEqual(without[0], without[1]);
    }

    [Fact]
    public async Task Run_Exit_LeavesTheRestUnread()
        => Assert.Equal("", (await ChatAsync("/exit\nhi\n")).Succeeded().Output);

    [Fact]
    public async Task Run_StatsAndHelp_StayOutOfThePipe()
    {
        var run = await ChatAsync("hi\n/stats\n/help\n/frob\n", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(["8 generated", "/reset", "/frob is not known"], word => Assert.Contains(word, run.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_FailingReply_IsReportedAndTheConversationGoesOn()
    {
        var run = await ChatAsync($"{new string('x', 600)}\nhi\n", "--json");

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("512", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BaseModel_FailsWithRemedy()
    {
        using var files = new TinyChatFolder();
        File.Delete(Path.Combine(files.Path, "tokenizer_config.json"));

        (await ToolRun.WithInputAsync("hi\n", "chat", "--model", files.Path)).Failed(ExitCode.Failure, "--template");
    }

    [Fact]
    public async Task Run_BaseModelWithTemplate_Answers()
    {
        using var files = new TinyChatFolder();
        File.Delete(Path.Combine(files.Path, "tokenizer_config.json"));
        File.WriteAllText(Path.Combine(files.Path, "mine.jinja"), AdaptiveProvider.Testing.Chat.ByteTokenizerFiles.ChatMl);

        var run = await ToolRun.WithInputAsync("hi\n", "chat", "--model", files.Path, "--template", Path.Combine(files.Path, "mine.jinja"), "--max-tokens", "4", "--json");

        Assert.Single(run.Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Task<ToolRun> ChatAsync(string input, params string[] arguments)
        => ToolRun.WithInputAsync(input, ["chat", "--model", folder.Path, "--dtype", "f32", "--max-tokens", "8", "--stop", "\n", "--temperature", "0", .. arguments]);
}
