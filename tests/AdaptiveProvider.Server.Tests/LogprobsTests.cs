using System.Text;
using System.Text.Json;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Log probabilities of a real model, small and random.</summary>
public sealed class LogprobsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = TinyModels.Write(new TinyModel { Name = "tiny", Vocabulary = ByteTokenizerFiles.VocabularySize, Context = 256, TiedHead = true });
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        ByteTokenizerFiles.Write(_folder.Path);
        _server = await RunningServer.OfAsync(await AdaptiveModel.LoadAsync(_folder.Path, new AdaptiveModelOptions { Device = "cpu", Threads = 1 }));
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Post_ChatWithLogprobs_GreedyTokensAreTheLikeliestAndSpellTheReply()
    {
        const string Body = """{"messages":[{"role":"user","content":"x"}],"max_tokens":12,"temperature":0,"logprobs":true,"top_logprobs":3""";

        var choice = (await _server.PostForJsonAsync("/v1/chat/completions", Body + "}")).GetProperty("choices")[0];
        var events = await _server.PostForEventsAsync("/v1/chat/completions", Body + ",\"stream\":true}");

        var tokens = choice.GetProperty("logprobs").GetProperty("content").EnumerateArray().ToList();
        Assert.NotEmpty(tokens);
        foreach (var token in tokens)
        {
            var top = token.GetProperty("top_logprobs").EnumerateArray().Select(entry => entry.GetProperty("logprob").GetDouble()).ToList();
            Assert.Equal(3, top.Count);
            Assert.Equal(top.OrderDescending(), top);
            Assert.Equal(top[0], token.GetProperty("logprob").GetDouble(), 6);
            Assert.InRange(top.Sum(Math.Exp), 0, 1 + 1e-5);
        }

        byte[] bytes = [.. tokens.SelectMany(token => token.GetProperty("bytes").EnumerateArray()).Select(value => value.GetByte())];
        Assert.Equal(choice.GetProperty("message").GetProperty("content").GetString(), Encoding.UTF8.GetString(bytes));
        var streamed = events.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .Where(piece => piece.TryGetProperty("logprobs", out _))
            .SelectMany(piece => piece.GetProperty("logprobs").GetProperty("content").EnumerateArray());
        Assert.Equal(tokens.Select(token => token.GetRawText()), streamed.Select(token => token.GetRawText()));
    }

    [Fact]
    public async Task Post_ChatWithLogprobsAlone_ReportsNoAlternatives()
    {
        var choice = (await _server.PostForJsonAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"max_tokens":4,"logprobs":true}""")).GetProperty("choices")[0];

        Assert.All(choice.GetProperty("logprobs").GetProperty("content").EnumerateArray(), token => Assert.Equal(0, token.GetProperty("top_logprobs").GetArrayLength()));
    }

    [Fact]
    public async Task Post_CompletionWithLogprobs_ListsAreAsLongAsTheText()
    {
        var choice = (await _server.PostForJsonAsync("/v1/completions", """{"prompt":"x","max_tokens":12,"logprobs":2}""")).GetProperty("choices")[0];

        var logprobs = choice.GetProperty("logprobs");
        int count = logprobs.GetProperty("tokens").GetArrayLength();
        Assert.InRange(count, 1, 12);
        Assert.All((string[])["token_logprobs", "top_logprobs", "text_offset"], list => Assert.Equal(count, logprobs.GetProperty(list).GetArrayLength()));
        Assert.All(logprobs.GetProperty("token_logprobs").EnumerateArray(), value => Assert.InRange(value.GetDouble(), -100, 0));
        Assert.Equal(0, logprobs.GetProperty("text_offset")[0].GetInt32());
        Assert.Equal(JsonValueKind.Object, logprobs.GetProperty("top_logprobs")[0].ValueKind);
    }
}
