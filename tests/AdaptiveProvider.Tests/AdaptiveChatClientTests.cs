using System.Diagnostics;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>The contract of <see cref="IChatClient"/>, over scripted replies.</summary>
public sealed class AdaptiveChatClientTests : IAsyncDisposable
{
    private readonly AdaptiveModel _model = ScriptedChat.Replying(prompt => $"You said {prompt.Split("user\n")[^1].Split('\n')[0]}.");
    private readonly AdaptiveChatClient _client;

    public AdaptiveChatClientTests() => _client = new AdaptiveChatClient(_model);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _model.DisposeAsync();
    }

    [Fact]
    public async Task GetResponseAsync_SingleRequestMessage_Replies()
    {
        var response = await _client.GetResponseAsync("hi");

        Assert.Equal("You said hi.", response.Text);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(ScriptedChat.ModelId, response.ModelId);
        Assert.NotNull(response.ResponseId);
        Assert.NotNull(response.CreatedAt);
        Assert.Null(response.ConversationId);
    }

    [Fact]
    public async Task GetResponseAsync_MultipleRequestMessages_SeesTheHistory()
    {
        await using var model = ScriptedChat.Replying(prompt => prompt.ReplaceLineEndings("|"));
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync([new(ChatRole.System, "Be brief."), new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"), new(ChatRole.User, "c")]);

        Assert.Equal("system|Be brief.|user|a|assistant|b|user|c|assistant|", response.Text);
    }

    [Theory]
    [InlineData(false, "system|Be kind.|user|hi|assistant|")]
    [InlineData(true, "system|Be kind.||Be brief.|user|hi|assistant|")]
    public async Task GetResponseAsync_Instructions_StandBeforeTheMessages(bool hasSystemMessage, string expected)
    {
        await using var model = ScriptedChat.Replying(prompt => prompt.ReplaceLineEndings("|"));
        using var client = new AdaptiveChatClient(model);
        ChatMessage[] messages = hasSystemMessage ? [new(ChatRole.System, "Be brief."), new(ChatRole.User, "hi")] : [new(ChatRole.User, "hi")];

        var response = await client.GetResponseAsync(messages, new ChatOptions { Instructions = "Be kind." });

        Assert.Equal(expected, response.Text);
    }

    [Theory]
    [InlineData("{%- if messages[0].role == 'system' %}{{ raise_exception('no system') }}{%- endif %}" + ByteTokenizerFiles.ChatMl)]
    [InlineData("{%- set messages = messages | rejectattr('role', 'equalto', 'system') | list %}" + ByteTokenizerFiles.ChatMl)]
    public async Task GetResponseAsync_TemplateWithoutSystemMessages_PutsThemBeforeTheUsers(string template)
    {
        await using var model = ScriptedChat.Model(new ScriptedReplyExecutor(prompt => prompt.ReplaceLineEndings("|")), chatTemplate: template);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync([new(ChatRole.System, "Be brief."), new(ChatRole.User, "hi")], new ChatOptions { Instructions = "Be kind." });

        Assert.Equal("user|Be kind.||Be brief.||hi|assistant|", response.Text);
    }

    [Fact]
    public async Task GetResponseAsync_WithEmptyMessage_Replies()
        => Assert.Equal("You said .", (await _client.GetResponseAsync([new ChatMessage(ChatRole.User, "")])).Text);

    [Fact]
    public async Task GetStreamingResponseAsync_Updates_CarryTheSameIdsAndEndWithUsage()
    {
        var updates = await _client.GetStreamingResponseAsync("hi").ToListAsync();

        Assert.Equal("You said hi.", string.Concat(updates.Select(update => update.Text)));
        Assert.Single(updates.Select(update => update.ResponseId).Distinct());
        Assert.All(updates, update => Assert.Equal(ChatRole.Assistant, update.Role));
        Assert.All(updates, update => Assert.Equal(ScriptedChat.ModelId, update.ModelId));
        Assert.All(updates, update => Assert.NotNull(update.CreatedAt));
        Assert.All(updates, update => Assert.Null(update.ConversationId));
        Assert.Single(updates[..^1].Select(update => update.MessageId).Distinct());
        Assert.NotNull(updates[0].MessageId);
        Assert.Null(updates[^1].MessageId);
        Assert.IsType<UsageContent>(Assert.Single(updates[^1].Contents));
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates, update => update.FinishReason is not null).FinishReason);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_TwoCalls_HaveDifferentIds()
    {
        var first = await _client.GetResponseAsync("hi");
        var second = await _client.GetResponseAsync("hi");

        Assert.NotEqual(first.ResponseId, second.ResponseId);
        Assert.NotEqual(first.Messages[0].MessageId, second.Messages[0].MessageId);
    }

    [Fact]
    public async Task GetResponseAsync_UsageDataAvailable_CountsTokensLayersAndCacheHits()
    {
        const int promptLength = 27; // <|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n in bytes and special tokens
        var response = await _client.GetResponseAsync("hi");
        var again = await _client.GetResponseAsync("hi");

        var usage = response.Usage!;
        Assert.Equal(_model.EncodeChat(Conversation("hi")).Length, usage.InputTokenCount);
        Assert.InRange(usage.InputTokenCount!.Value, 15, promptLength);
        Assert.Equal("You said hi.".Length + 1, usage.OutputTokenCount);
        Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
        Assert.Equal(0, usage.CachedInputTokenCount);
        Assert.Equal(usage.OutputTokenCount * 4, usage.AdditionalCounts![AdaptiveReportKeys.LayersTotal]);
        Assert.Equal(usage.OutputTokenCount * 4, usage.AdditionalCounts[AdaptiveReportKeys.LayersExecuted]);
        Assert.Equal(usage.InputTokenCount - 1, again.Usage!.CachedInputTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_Times_StandOnTheResponseAndItsMessage()
    {
        var response = await _client.GetResponseAsync("hi");

        Assert.Equal(response.AdditionalProperties!, response.Messages[0].AdditionalProperties!);
        string[] keys = [AdaptiveReportKeys.QueueMilliseconds, AdaptiveReportKeys.PrefillMilliseconds, AdaptiveReportKeys.DecodeMilliseconds, AdaptiveReportKeys.TokensPerSecond];
        Assert.All(keys, key => Assert.True(Assert.IsType<double>(response.AdditionalProperties![key]) >= 0));
        Assert.Equal(1.0, response.AdditionalProperties![AdaptiveReportKeys.MeanDepth]);
    }

    [Fact]
    public async Task GetResponseAsync_AppendToHistory_ContinuesTheConversation()
    {
        List<ChatMessage> history = [new(ChatRole.User, "one")];
        history.AddMessages(await _client.GetResponseAsync(history));
        history.Add(new(ChatRole.User, "two"));

        var response = await _client.GetResponseAsync(history);

        Assert.Equal("You said two.", response.Text);
        Assert.True(response.Usage!.CachedInputTokenCount > 20, "the first turn's cache is used again");
    }

    [Fact]
    public async Task GetResponseAsync_MaxOutputTokens_EndsWithLength()
    {
        var response = await _client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 5 });

        Assert.Equal("You s", response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
    }

    [Theory]
    [InlineData("said", "You ")]
    [InlineData("You", "")]
    [InlineData("hi.", "You said ")]
    [InlineData("never", "You said hi.")]
    public async Task GetResponseAsync_StopSequence_EndsBeforeIt(string stop, string expected)
    {
        var response = await _client.GetResponseAsync("hi", new ChatOptions { StopSequences = [stop] });

        Assert.Equal(expected, response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.NotNull(response.Usage);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_SplitEmoji_IsNeverBroken()
    {
        await using var model = ScriptedChat.Replying(_ => "a😀b");
        using var client = new AdaptiveChatClient(model);

        var texts = await client.GetStreamingResponseAsync("hi").Select(update => update.Text).Where(text => text.Length > 0).ToListAsync();

        Assert.Equal(["a", "😀", "b"], texts);
    }

    [Fact]
    public async Task GetResponseAsync_Streaming_SameTextAsWhole()
    {
        var whole = await _client.GetResponseAsync("hi");
        var streamed = await _client.GetStreamingResponseAsync("hi").ToChatResponseAsync();

        Assert.Equal(whole.Text, streamed.Text);
        Assert.Equal(whole.FinishReason, streamed.FinishReason);
        Assert.Equal(whole.Usage!.OutputTokenCount, streamed.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_ContextTooLong_ThrowsWithCounts()
    {
        await using var model = ScriptedChat.Model(new ScriptedReplyExecutor(_ => "", slotLength: 64));
        using var client = new AdaptiveChatClient(model);

        var failure = await Assert.ThrowsAsync<RequestTooLongException>(() => client.GetResponseAsync(new string('x', 100)));

        Assert.True(failure.PromptTokens > 100);
        Assert.Equal(64, failure.ContextTokens);
    }

    [Fact]
    public async Task GetResponseAsync_ContextFull_EndsWithLength()
    {
        await using var model = ScriptedChat.Model(new ScriptedReplyExecutor(_ => new string('y', 500), slotLength: 64));
        using var client = new AdaptiveChatClient(model);

        var free = await client.GetResponseAsync("hi");
        var wished = await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 1000 });

        Assert.All([free, wished], response => Assert.Equal(ChatFinishReason.Length, response.FinishReason));
        Assert.Equal(free.Text, wished.Text);
    }

    [Fact]
    public async Task GetResponseAsync_OtherModelId_ThrowsInvalidOperationException()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => _client.GetResponseAsync("hi", new ChatOptions { ModelId = "gpt-9" }));

        Assert.Contains("gpt-9", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await _client.GetResponseAsync("hi", new ChatOptions { ModelId = "SCRIPTED" })).Text);
    }

    [Fact]
    public void GetStreamingResponseAsync_BadArguments_ThrowsBeforeItIsRead()
    {
        Assert.Throws<ArgumentNullException>(() => _client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!));
        Assert.Throws<ArgumentException>(() => _client.GetStreamingResponseAsync([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _client.GetStreamingResponseAsync("hi", new ChatOptions { Temperature = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _client.GetStreamingResponseAsync("hi", new ChatOptions { MaxOutputTokens = 0 }));
        Assert.Throws<ArgumentException>(() => _client.GetStreamingResponseAsync("hi", new ChatOptions { StopSequences = [""] }));
    }

    [Fact]
    public void GetStreamingResponseAsync_Image_ThrowsNotSupportedNamingIt()
    {
        var image = new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")]);

        var failure = Assert.Throws<NotSupportedException>(() => _client.GetStreamingResponseAsync([image]));

        Assert.Contains(nameof(DataContent), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_Options_AreNotChanged()
    {
        var options = new ChatOptions
        {
            Instructions = "Be kind.",
            StopSequences = ["zzz"],
            Temperature = 0.5f,
            Seed = 3,
            AdditionalProperties = new() { [AdaptiveOptionKeys.MinP] = 0.1 },
        };
        string before = System.Text.Json.JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);
        List<ChatMessage> messages = [new(ChatRole.User, "hi")];

        await _client.GetResponseAsync(messages, options);
        await _client.GetResponseAsync(messages, options);

        Assert.Equal(before, System.Text.Json.JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
        Assert.Equal("hi", Assert.Single(messages).Text);
    }

    [Fact]
    public void GetService_KnownTypes_GivesThem()
    {
        var metadata = (ChatClientMetadata)_client.GetService(typeof(ChatClientMetadata))!;

        Assert.Equal("adaptive", metadata.ProviderName);
        Assert.Null(metadata.ProviderUri);
        Assert.Equal(ScriptedChat.ModelId, metadata.DefaultModelId);
        Assert.Same(_client, _client.GetService(typeof(IChatClient)));
        Assert.Same(_client, _client.GetService(typeof(AdaptiveChatClient)));
        Assert.Same(_model, _client.GetService(typeof(AdaptiveModel)));
        Assert.Same(_model.Engine, _client.GetService(typeof(InferenceEngine)));
        Assert.Same(_model.Tokenizer, _client.GetService(typeof(Tokenizer)));
        Assert.Null(_client.GetService(typeof(string)));
        Assert.Null(_client.GetService(typeof(IChatClient), "key"));
        Assert.Throws<ArgumentNullException>(() => _client.GetService(null!));
    }

    [Fact]
    public async Task Constructor_BaseModel_ThrowsWithRemedy()
    {
        await using var model = ScriptedChat.Model(new ScriptedReplyExecutor(_ => "x"), chatTemplate: null);

        var failure = Assert.Throws<ChatTemplateMissingException>(() => new AdaptiveChatClient(model));

        Assert.Contains(nameof(AdaptiveModelOptions.ChatTemplate), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constructor_NoTokenizer_ThrowsNamingTheFile()
    {
        await using var model = ScriptedChat.Model(new ScriptedReplyExecutor(_ => "x"), hasTokenizer: false);

        var failure = Assert.Throws<ModelFormatException>(() => new AdaptiveChatClient(model));

        Assert.Contains("tokenizer.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_BrokenExecutor_ThrowsEngineFaulted()
    {
        await using var model = ScriptedChat.Model(new ScriptedReplyExecutor(_ => "x") { BeforeStep = _ => throw new UnreachableException("broken") });
        using var client = new AdaptiveChatClient(model);

        await Assert.ThrowsAsync<EngineFaultedException>(() => client.GetResponseAsync("hi"));
        await Assert.ThrowsAsync<EngineFaultedException>(() => client.GetResponseAsync("hi"));
    }

    [Fact]
    public async Task Dispose_Twice_ThenCallsThrowObjectDisposed()
    {
        await using var model = ScriptedChat.Replying(_ => "x");
        var client = new AdaptiveChatClient(model);

        client.Dispose();
        client.Dispose();

        Assert.Throws<ObjectDisposedException>(() => client.GetStreamingResponseAsync("hi"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("hi"));
        Assert.Equal("x", (await new AdaptiveChatClient(model).GetResponseAsync("hi")).Text);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Dispose_OwnedModel_IsDisposedToo(bool ownsModel, int disposals)
    {
        var executor = new ScriptedReplyExecutor(_ => "x");
        await using var model = ScriptedChat.Model(executor);

        await new AdaptiveChatClient(model, ownsModel).DisposeAsync();

        Assert.Equal(disposals, executor.Disposals);
    }

    private static System.Text.Json.Nodes.JsonObject Conversation(string text) => new()
    {
        ["messages"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["role"] = "user", ["content"] = text }),
        ["add_generation_prompt"] = true,
    };
}
