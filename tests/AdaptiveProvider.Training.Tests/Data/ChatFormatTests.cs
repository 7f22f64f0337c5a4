using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>The template, the rendering and the training tokens say the same.</summary>
public class ChatFormatTests
{
    private static readonly ChatFormat Format = ChatFormat.Default;

    [Fact]
    public void Template_RandomConversations_RendersTheSame()
    {
        const int Seed = 12;
        var random = new Random(Seed);
        var template = ChatTemplate.Parse(Format.Template, "chat_template");
        for (var round = 0; round < 300; round++)
        {
            var messages = Conversation(random);
            var prompt = random.Next(2) == 0;
            var context = new JsonObject
            {
                ["messages"] = new JsonArray([.. messages.Select(message => (JsonNode)new JsonObject { ["role"] = message.Role, ["content"] = message.Content })]),
                ["add_generation_prompt"] = prompt,
            };

            Assert.True(Format.Render(messages, prompt) == template.Render(context), $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void Render_RandomConversations_EncodesToTheTrainingTokens()
    {
        const int Seed = 13;
        var random = new Random(Seed);
        var encoder = new DocumentEncoder(SmallCorpus.Tokenizer, Format, lengthMax: 10_000);
        for (var round = 0; round < 300; round++)
        {
            var messages = Conversation(random);
            var document = Assert.Single(encoder.Encode(TrainingDocument.OfChat("s", messages)));

            Assert.True(SmallCorpus.Tokenizer.Encode(Format.Render(messages, false) + Format.EndOfText).SequenceEqual(document.Tokens), $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void Render_OneExchange_HasNothingBetween()
        => Assert.Equal(
            "<|system|>s<|end|><|user|>u\n<|end|><|assistant|>a<|end|><|assistant|>",
            Format.Render([new("system", "s"), new("user", "u\n"), new("assistant", "a")], addGenerationPrompt: true));

    [Fact]
    public void Render_UnknownRole_IsRefusedByBoth()
    {
        var context = JsonNode.Parse("""{"messages":[{"role":"tool","content":"x"}]}""")!.AsObject();

        Assert.Throws<CorpusException>(() => Format.Render([new("tool", "x")], false));
        Assert.Contains("tool", Assert.Throws<TemplateException>(() => ChatTemplate.Parse(Format.Template, "chat_template").Render(context)).Message, StringComparison.Ordinal);
    }

    private static List<TrainingMessage> Conversation(Random random)
    {
        string[] roles = ["system", "user", "assistant"];
        string[] extras = ["", "\n", " ", "{{ x }}", "{% if %}", "<|", "é🤗", "\"'\\"];
        return [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new TrainingMessage(
            roles[random.Next(3)], extras[random.Next(extras.Length)] + SmallCorpus.Text(random, random.Next(1, 9)) + extras[random.Next(extras.Length)]))];
    }
}
