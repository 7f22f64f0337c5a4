using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

public sealed class AdaptiveChatClientLogProbabilityTests
{
    [Fact]
    public async Task GetResponseAsync_TopLogProbabilities_StandBesideTheWholeText()
    {
        using var folder = TinyModels.Write(new TinyModel { Name = "tiny", Vocabulary = ByteTokenizerFiles.VocabularySize, Context = 128, TiedHead = true });
        ByteTokenizerFiles.Write(folder.Path);
        await using var client = await AdaptiveChatClient.LoadAsync(folder.Path, new AdaptiveModelOptions { Device = "cpu", Threads = 1 });
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 10, AdditionalProperties = new() { [AdaptiveOptionKeys.TopLogProbabilities] = 2 } };

        var response = await client.GetResponseAsync("x", options);

        var all = Assert.IsType<TokenLogProbability[]>(response.AdditionalProperties![AdaptiveReportKeys.TokenLogProbabilities]);
        var text = response.Messages[0].Contents.OfType<TextContent>().Single();
        Assert.Equal(all, text.AdditionalProperties![AdaptiveReportKeys.TokenLogProbabilities]);
        Assert.Equal(10, all.Length);
        Assert.All(all, token => Assert.Equal(2, token.Likeliest.Length));
        Assert.All(all, token => Assert.Equal((token.Token, token.LogProbability), (token.Likeliest[0].Token, token.Likeliest[0].LogProbability)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(21)]
    public void GetStreamingResponseAsync_CountOutOfRange_Throws(int count)
    {
        using var model = ScriptedChat.Replying(_ => "x");
        using var client = new AdaptiveChatClient(model);
        var options = new ChatOptions { AdditionalProperties = new() { [AdaptiveOptionKeys.TopLogProbabilities] = count } };

        Assert.Equal(AdaptiveOptionKeys.TopLogProbabilities, Assert.Throws<ArgumentOutOfRangeException>(() => client.GetStreamingResponseAsync([new(ChatRole.User, "x")], options)).ParamName);
    }
}
