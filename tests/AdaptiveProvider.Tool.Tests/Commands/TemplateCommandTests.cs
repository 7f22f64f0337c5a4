using System.Text.Json.Nodes;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TemplateCommandTests(TinyChatFolder folder) : IClassFixture<TinyChatFolder>
{
    [Fact]
    public async Task Run_ModelsTemplate_WritesExactlyTheRenderedText()
    {
        var run = (await ToolRun.OfAsync("template", "--model", folder.Path, "--context", folder.ChatFile)).Succeeded();

        Assert.Equal("<|im_start|>user\nhi<|im_end|>\n", run.Output);
    }

    [Fact]
    public async Task Run_TemplateFile_SeesContextAndDate()
    {
        using var files = new TemporaryFolder();
        File.WriteAllText(files["t.jinja"], "{{ bos_token }}{{ strftime_now('%d %b %Y') }}: {{ messages[0].content }}");
        File.WriteAllText(files["c.json"], """{"bos_token": "<b>", "messages": [{"role": "user", "content": "é"}]}""");

        var text = (await ToolRun.OfAsync("template", "--template", files["t.jinja"], "--context", files["c.json"], "--now", "2024-07-26")).Succeeded();
        var json = (await ToolRun.OfAsync("template", "--template", files["t.jinja"], "--context", files["c.json"], "--now", "2024-07-26", "--json")).Succeeded();

        Assert.Equal("<b>26 Jul 2024: é", text.Output);
        Assert.Equal(text.Output, json.Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Run_ModelsSpecialTokens_StandInTheContext()
    {
        using var files = new TemporaryFolder();
        AdaptiveProvider.Testing.Chat.ByteTokenizerFiles.Write(files.Path, "{{ bos_token }}|{{ eos_token }}|{{ pad_token is defined }}");
        File.WriteAllText(files["c.json"], """{"eos_token": "mine"}""");

        Assert.Equal("<|begin|>|mine|False", (await ToolRun.OfAsync("template", "--model", files.Path, "--context", files["c.json"])).Succeeded().Output);
    }

    [Fact]
    public async Task Run_TemplateRefuses_FailsWithItsWords()
    {
        using var files = new TemporaryFolder();
        File.WriteAllText(files["t.jinja"], "{{ raise_exception('Roles must alternate') }}");
        File.WriteAllText(files["c.json"], "{}");

        (await ToolRun.OfAsync("template", "--template", files["t.jinja"], "--context", files["c.json"])).Failed(ExitCode.Failure, "Roles must alternate");
    }

    [Theory]
    [InlineData("{", "c.json")]
    [InlineData("[]", "object")]
    [InlineData("null", "null")]
    public async Task Run_BadContext_FailsNamingTheFile(string context, string word)
    {
        using var files = new TemporaryFolder();
        File.WriteAllText(files["c.json"], context);

        (await ToolRun.OfAsync("template", "--model", folder.Path, "--context", files["c.json"])).Failed(ExitCode.Failure, word);
    }

    [Fact]
    public async Task Run_BadDate_Fails()
        => (await ToolRun.OfAsync("template", "--model", folder.Path, "--context", folder.ChatFile, "--now", "yesterday")).Failed(ExitCode.Usage, "yesterday");

    [Fact]
    public async Task Run_BaseModel_FailsWithRemedy()
    {
        using var files = new TemporaryFolder();

        (await ToolRun.OfAsync("template", "--model", files.Path, "--context", folder.ChatFile)).Failed(ExitCode.Failure, "chat_template");
    }

    [SkippableFact]
    public async Task Run_RecordedTemplates_GivesTheirText()
    {
        string? path = SharedMaterial.Find("templates/goldens.json");
        Skip.If(path is null, "The shared test material is not on this machine.");
        using var files = new TemporaryFolder();
        var goldens = JsonNode.Parse(File.ReadAllText(path))!;
        foreach (var golden in goldens["templates"]!.AsArray().Take(4))
        {
            File.WriteAllText(files["t.jinja"], golden!["template"]!.GetValue<string>());
            var context = goldens["contexts"]!["one_turn"]!.DeepClone().AsObject();
            foreach (var (name, token) in goldens["tokens"]!.AsObject())
            {
                context[name] = token!.DeepClone();
            }

            File.WriteAllText(files["c.json"], context.ToJsonString());
            var run = await ToolRun.OfAsync("template", "--template", files["t.jinja"], "--context", files["c.json"], "--now", "2024-07-26");
            Assert.Equal(golden["cases"]!["one_turn"]!["output"]!.GetValue<string>(), run.Succeeded().Output);
        }
    }
}
