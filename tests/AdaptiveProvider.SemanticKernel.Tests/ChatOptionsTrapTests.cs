using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using YamlDotNet.Serialization;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace AdaptiveProvider.SemanticKernel.Tests;

/// <summary>What Semantic Kernel makes of settings on their way to chat options: the traps, each held by a test.</summary>
public sealed class ChatOptionsTrapTests
{
    [Fact]
    public async Task Settings_Sampling_BecomesTypedOptions()
    {
        var options = await OptionsOfAsync(new AdaptivePromptExecutionSettings
        {
            Temperature = 0.25f,
            TopP = 0.5f,
            TopK = 7,
            Seed = 11,
            MaxTokens = 12,
            FrequencyPenalty = 0.125f,
            PresencePenalty = 0.375f,
            StopSequences = ["END"],
            ReasoningEffort = "low",
        });

        Assert.Equal((0.25f, 0.5f, 7, 11L, 12), (options.Temperature, options.TopP, options.TopK, options.Seed, options.MaxOutputTokens));
        Assert.Equal((0.125f, 0.375f), (options.FrequencyPenalty, options.PresencePenalty));
        Assert.Equal(["END"], options.StopSequences!);
        Assert.Equal(ReasoningEffort.Low, options.Reasoning!.Effort);
        Assert.DoesNotContain(options.AdditionalProperties ?? [], property => property.Value is not null);
    }

    [Fact]
    public async Task Settings_Depth_ArrivesUnderOurKeysAsDoubles()
    {
        var options = await OptionsOfAsync(new AdaptivePromptExecutionSettings { DepthBudget = 0.5, MaxLayers = 6, ExitPolicy = "confidence", DraftHead = false });

        Assert.Equal(0.5, options.DepthBudget);
        Assert.Equal(6.0, options.AdditionalProperties![AdaptiveOptionKeys.MaxLayers]);
        Assert.Equal(ExitPolicy.Confidence, options.ExitPolicy);
        Assert.Equal(false, options.AdditionalProperties[AdaptiveOptionKeys.DraftHead]);
    }

    [Fact]
    public async Task Settings_WithAKernel_ArriveAsAnotherType()
    {
        var options = await OptionsOfAsync(new AdaptivePromptExecutionSettings { DepthBudget = 0.5 });

        Assert.NotEqual(typeof(ChatOptions), options.GetType());
    }

    [Theory]
    [InlineData("none", "None")]
    [InlineData("low", "Low")]
    [InlineData("medium", "Medium")]
    [InlineData("high", "High")]
    [InlineData("xhigh", "ExtraHigh")]
    public async Task ReasoningEffort_EveryWord_Arrives(string word, string expected)
        => Assert.Equal(expected, (await OptionsOfAsync(new AdaptivePromptExecutionSettings { ReasoningEffort = word })).Reasoning?.Effort?.ToString());

    // The kernel reads the effort of settings that are not ours, and takes "none" for nothing.
    [Fact]
    public async Task ReasoningEffort_NoneInGenericSettings_IsLost()
        => Assert.Null((await OptionsOfAsync(new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["reasoning_effort"] = "none" } })).Reasoning?.Effort);

    [Fact]
    public async Task YamlPrompt_DepthSettings_Arrive()
    {
        var config = YamlPrompt("""
            name: tell
            template: Tell me about {{$topic}}.
            template_format: semantic-kernel
            execution_settings:
              default:
                temperature: 0
                max_tokens: 8
                adaptive.depth_budget: 0.5
                adaptive.max_layers: 6
                adaptive.allow_full_depth: true
            """);
        var client = new ScriptedChatClient(new TextContent("done"));

        await KernelOver(client).InvokeAsync(KernelFunctionFactory.CreateFromPrompt(config), new KernelArguments { ["topic"] = "ships" });

        var options = client.Options[0]!;
        Assert.Equal("Tell me about ships.", client.Messages[0][^1].Text);
        Assert.Equal((0f, 8), (options.Temperature, options.MaxOutputTokens));
        Assert.Equal(0.5, options.DepthBudget);
        Assert.Equal("6", Convert.ToString(options.AdditionalProperties![AdaptiveOptionKeys.MaxLayers], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task ChatCompletion_OverTheAdapter_CarriesTheSettings()
    {
        var client = new ScriptedChatClient(new TextContent("done"));

        await client.AsChatCompletionService().GetChatMessageContentAsync("Hello", new AdaptivePromptExecutionSettings { DepthBudget = 0.25, MaxTokens = 3 });

        Assert.Equal(0.25, client.Options[0]!.DepthBudget);
        Assert.Equal(3, client.Options[0]!.MaxOutputTokens);
    }

    private static async Task<ChatOptions> OptionsOfAsync(PromptExecutionSettings settings)
    {
        var client = new ScriptedChatClient(new TextContent("done"));
        await KernelOver(client).InvokePromptAsync("Hello", new KernelArguments(settings));
        return client.Options[0]!;
    }

    private static Kernel KernelOver(IChatClient client)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(client);
        return builder.Build();
    }

    // Semantic Kernel's own YAML reader leaves settings as YAML gives them: every value a text.
    private static PromptTemplateConfig YamlPrompt(string yaml)
    {
        var prompt = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(yaml);
        var settings = (Dictionary<object, object>)((Dictionary<object, object>)prompt["execution_settings"])["default"];
        return new PromptTemplateConfig((string)prompt["template"])
        {
            Name = (string)prompt["name"],
            TemplateFormat = (string)prompt["template_format"],
            ExecutionSettings = new Dictionary<string, PromptExecutionSettings>
            {
                ["default"] = new PromptExecutionSettings { ExtensionData = settings.ToDictionary(entry => (string)entry.Key, entry => entry.Value) },
            },
        };
    }
}
