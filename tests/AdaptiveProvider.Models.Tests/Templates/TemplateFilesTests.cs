using AdaptiveProvider.Models.Templates;

namespace AdaptiveProvider.Models.Tests.Templates;

/// <summary>Which file of a model folder the template comes from.</summary>
public sealed class TemplateFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("templates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_NoTemplate_GivesNull()
    {
        Write("tokenizer_config.json", """{"bos_token": "<s>"}""");

        Assert.Null(ChatTemplate.Load(_folder));
        Assert.Null(ChatTemplate.LoadForTools(_folder));
    }

    [Fact]
    public void Load_StringInTokenizerConfiguration_IsTheTemplate()
    {
        Write("tokenizer_config.json", """{"chat_template": "A{{ 1 + 1 }}"}""");

        Assert.Equal("A2", ChatTemplate.Load(_folder)!.Render([]));
        Assert.Equal("A2", ChatTemplate.LoadForTools(_folder)!.Render([]));
    }

    [Fact]
    public void Load_ListInTokenizerConfiguration_IsChosenByName()
    {
        Write("tokenizer_config.json", """{"chat_template": [{"name": "default", "template": "D"}, {"name": "tool_use", "template": "T"}]}""");

        Assert.Equal("D", ChatTemplate.Load(_folder)!.Source);
        Assert.Equal("T", ChatTemplate.Load(_folder, "tool_use")!.Source);
        Assert.Equal("T", ChatTemplate.LoadForTools(_folder)!.Source);
    }

    [Fact]
    public void Load_UnknownName_NamesTheOnesThereAre()
    {
        Write("tokenizer_config.json", """{"chat_template": [{"name": "default", "template": "D"}, {"name": "rag", "template": "R"}]}""");

        var exception = Assert.Throws<ModelFormatException>(() => ChatTemplate.Load(_folder, "tool_use"));

        Assert.Contains("choose one of: default, rag", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_JinjaFile_WinsOverConfigurations()
    {
        Write("tokenizer_config.json", """{"chat_template": "configuration"}""");
        Write("chat_template.json", """{"chat_template": "json"}""");
        Write("chat_template.jinja", "jinja");
        Write("additional_chat_templates/tool_use.jinja", "tools");

        Assert.Equal("jinja", ChatTemplate.Load(_folder)!.Source);
        Assert.Equal("tools", ChatTemplate.LoadForTools(_folder)!.Source);
    }

    [Fact]
    public void Load_ChatTemplateJson_ComesLast()
    {
        Write("chat_template.json", """{"chat_template": "json"}""");
        Write("tokenizer_config.json", """{"chat_template": null}""");

        Assert.Equal("json", ChatTemplate.Load(_folder)!.Source);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"chat_template": 5}""")]
    [InlineData("""{"chat_template": [5]}""")]
    [InlineData("""{"chat_template": [{"name": "a"}]}""")]
    [InlineData("""{"chat_template": "\ud800"}""")]
    public void Load_MalformedConfiguration_NamesTheFile(string json)
    {
        Write("tokenizer_config.json", json);

        var exception = Assert.Throws<ModelFormatException>(() => ChatTemplate.Load(_folder));

        Assert.EndsWith("tokenizer_config.json", exception.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MalformedTemplate_NamesTheFileAndPlace()
    {
        Write("chat_template.jinja", "a\n{{ b");

        var exception = Assert.Throws<TemplateException>(() => ChatTemplate.Load(_folder));

        Assert.Equal(("chat_template.jinja", 2, 1), (Path.GetFileName(exception.File), exception.Line, exception.Column));
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
