using System.Text.Json.Nodes;
using AdaptiveProvider.Chat;
using AdaptiveProvider.Chat.Thinking;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Chat;

/// <summary>Published chat templates, where that material is at hand: what they are taken for, and that they take what the client writes.</summary>
public sealed class PublishedTemplateTests
{
    private static readonly AIFunction[] Functions =
    [
        AIFunctionFactory.Create((string city, int days) => "sunny", "get_weather", "Weather of a city"),
        AIFunctionFactory.Create(() => "noon", "get_time", "The time"),
    ];

    [SkippableTheory]
    [InlineData("Qwen-Qwen3-0.6B.jinja", "hermes", true)]
    [InlineData("Qwen-QwQ-32B.jinja", "hermes", true)]
    [InlineData("Bielik-11B-v3.0-Instruct.jinja", "hermes", true)]
    [InlineData("meta-llama-Llama-3.2-3B-Instruct.jinja", "llama3", false)]
    [InlineData("mistralai-Ministral-3-14B-Reasoning-2512.jinja", "mistral-args", false)]
    [InlineData("Qwen3.5-4B.jinja", "plain", true)]
    [InlineData("GLM-4.7-Flash.jinja", "plain", true)]
    [InlineData("deepseek-ai-DeepSeek-R1-Distill-Qwen-32B.jinja", "plain", true)]
    [InlineData("chatml.jinja", "plain", false)]
    [InlineData("phi-3.jinja", "plain", false)]
    public void Of_PublishedTemplate_FindsItsConventions(string name, string format, bool thinks)
    {
        var conventions = ModelConventions.Of(Template(name), Tokenizer());

        Assert.Equal((format, thinks), (conventions.Tools.Name, conventions.Thinking is not null));
    }

    [SkippableTheory]
    [InlineData("Qwen-Qwen3-0.6B.jinja")]
    [InlineData("Qwen-QwQ-32B.jinja")]
    [InlineData("Bielik-11B-v3.0-Instruct.jinja")]
    [InlineData("meta-llama-Llama-3.2-3B-Instruct.jinja")]
    [InlineData("mistralai-Ministral-3-14B-Reasoning-2512.jinja")]
    [InlineData("Qwen3.5-4B.jinja")]
    [InlineData("GLM-4.7-Flash.jinja")]
    [InlineData("chatml.jinja")]
    [InlineData("phi-3.jinja")]
    public void Context_TwoCallsAndTheirResults_AreTakenByTheTemplate(string name)
    {
        var template = Template(name);
        var conversations = new ConversationMapper(ModelConventions.Of(template, Tokenizer()), template, strictSchemas: false);
        var options = new ChatOptions { Tools = [.. Functions] };
        var efforts = new EffortMapping(new AdaptiveChatClientOptions(), canThink: true, isCalibrated: false);
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Weather in Paris, and the time?"),
            new(ChatRole.Assistant,
            [
                new FunctionCallContent("call_1", "get_weather", new Dictionary<string, object?> { ["city"] = "Paris", ["days"] = 2 }),
                new FunctionCallContent("call_2", "get_time"),
            ]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "very sunny"), new FunctionResultContent("call_2", "noon")]),
        ];

        var context = conversations.Context(messages, options, conversations.Plan(options, efforts), efforts);
        (context["bos_token"], context["eos_token"]) = ("<s>", "</s>");
        string prompt = template.Render(context);

        Assert.All((string[])["get_weather", "get_time", "Paris", "very sunny", "noon"], text => Assert.Contains(text, prompt, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("Qwen-Qwen3-0.6B.jinja")]
    [InlineData("Qwen-QwQ-32B.jinja")]
    [InlineData("deepseek-ai-DeepSeek-R1-Distill-Qwen-32B.jinja")]
    public void Prompt_NoEffort_EndsWithAThoughtThatIsOver(string name)
    {
        var template = Template(name);
        var conversations = new ConversationMapper(ModelConventions.Of(template, Tokenizer()), template, strictSchemas: false);
        var options = new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.None } };
        var efforts = new EffortMapping(new AdaptiveChatClientOptions(), canThink: true, isCalibrated: false);
        var plan = conversations.Plan(options, efforts);

        var context = conversations.Context([new(ChatRole.User, "hi")], options, plan, efforts);
        (context["bos_token"], context["eos_token"]) = ("<s>", "</s>");
        string prompt = ConversationMapper.Prompt(template.Render(context), plan);

        Assert.EndsWith(ThinkingFormat.Closing, prompt.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(1, prompt.Split(ThinkingFormat.Opening).Length - 1);
        Assert.False(ThinkingFormat.IsOpenAfter(prompt));
    }

    private static ChatTemplate Template(string name)
    {
        string? file = SharedMaterial.Find("templates/goldens.json");
        Skip.If(file is null, "templates/goldens.json is not at hand.");
        var template = JsonNode.Parse(File.ReadAllText(file))!["templates"]!.AsArray().First(candidate => candidate!["name"]!.GetValue<string>() == name)!;
        return ChatTemplate.Parse(template["template"]!.GetValue<string>(), name);
    }

    private static Tokenizer Tokenizer()
    {
        using var folder = new TemporaryFolder();
        ByteTokenizerFiles.Write(folder.Path);
        return Models.Tokenization.Tokenizer.Load(folder.Path);
    }
}
