using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates;

namespace AdaptiveProvider.Models.Tests.Templates;

public sealed class ChatTemplateTests
{
    private const string ChatMl = """
        {%- for message in messages %}
        {{- '<|im_start|>' + message.role + '\n' + message['content'] + '<|im_end|>' + '\n' }}
        {%- endfor %}
        {%- if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}
        """;

    [Fact]
    public void Render_Conversation_WritesEveryTurn()
    {
        var context = JsonNode.Parse("""{"messages": [{"role": "user", "content": "Hi"}], "add_generation_prompt": true}""")!.AsObject();

        string text = ChatTemplate.Parse(ChatMl, "chat.jinja").Render(context);

        Assert.Equal("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n", text);
    }

    [Fact]
    public void Render_Context_IsNotChanged()
    {
        var context = SampleConversation.NewContext();
        string before = context.ToJsonString();

        ChatTemplate.Parse("{% set l = l + [4] %}{% set d = dict(d, z=1) %}{% set s %}x{% endset %}{{ l|sort }}", "test.jinja").Render(context);

        Assert.Equal(before, context.ToJsonString());
    }

    [Fact]
    public void Render_Twice_GivesTheSame()
    {
        var template = ChatTemplate.Parse("{% set ns = namespace(x=n) %}{% set ns.x = ns.x + 1 %}{{ ns.x }}{{ [1, 2]|map('string')|join }}", "test.jinja");

        string[] texts = [template.Render(SampleConversation.NewContext()), template.Render(SampleConversation.NewContext())];

        Assert.Equal(["812", "812"], texts);
    }

    [Fact]
    public void Render_NumbersOfAnyJsonForm_KeepPythonsTypes()
    {
        var context = new JsonObject { ["made"] = 1.0, ["whole"] = 5, ["large"] = JsonNode.Parse("12345678901234567890123"), ["read"] = JsonNode.Parse("1e2"), ["flag"] = true };

        string text = ChatTemplate.Parse("{{ made }} {{ whole }} {{ large }} {{ read }} {{ flag }}", "test.jinja").Render(context);

        Assert.Equal("1.0 5 12345678901234567890123 100.0 True", text);
    }

    [Theory]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("""{"x": {"a": 1, "a": 2}}""")]
    [InlineData("""{"x": ["\ud800"]}""")]
    public void Render_UnusableContext_IsRefused(string json)
        => Assert.Throws<TemplateException>(() => ChatTemplate.Parse("{{ x }}", "test.jinja").Render(JsonNode.Parse(json)!.AsObject()));

    [Theory]
    [InlineData("tools", true)]
    [InlineData("message", true)]
    [InlineData("role", false)]
    [InlineData("enable_thinking", false)]
    public void Mentions_Variables_AreFound(string name, bool expected)
    {
        var template = ChatTemplate.Parse("{% macro m() %}{{ tools }}{% endmacro %}{{ message.role ~ message['content'] ~ 'enable' }}", "test.jinja");

        Assert.Equal(expected, template.Mentions(name));
    }

    [Theory]
    [InlineData("role", true)]
    [InlineData("content", true)]
    [InlineData("message", false)]
    public void MentionsField_AttributesAndStrings_AreFound(string name, bool expected)
        => Assert.Equal(expected, ChatTemplate.Parse("{{ message.role ~ message['content'] }}", "test.jinja").MentionsField(name));

    [Fact]
    public void Source_AfterParsing_IsTheTextAsGiven()
        => Assert.Equal("a\r\n{{ n }}\n", ChatTemplate.Parse("a\r\n{{ n }}\n", "test.jinja").Source);
}
