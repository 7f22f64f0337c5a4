using System.Net;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Requests;

namespace AdaptiveProvider.Server.Tests;

/// <summary>The names that can be asked for.</summary>
public sealed class ModelsTests
{
    [Fact]
    public async Task Get_Models_ListsNamesWithSuffixesAndDepth()
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { ModelNames = ["small", "org/small"] });

        var list = await server.GetForJsonAsync("/v1/models");

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal(
            ["small", "org/small", "small:fast", "small:exact", "org/small:fast", "org/small:exact"],
            list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.Equal(4, list.GetProperty("data")[0].GetProperty("adaptive").GetProperty("layers").GetInt32());
    }

    [Fact]
    public async Task Get_OneModel_FoundOr404()
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { ModelNames = ["org/small"] });

        Assert.Equal("org/small:fast", (await server.GetForJsonAsync("/v1/models/org/small:fast")).GetProperty("id").GetString());
        using var missing = await server.Http.GetAsync("/v1/models/large");
        (await ApiError.OfAsync(missing)).Is(404, "model_not_found", "model");
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4o","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/v1/completions", """{"model":"scripted:slow","prompt":"x"}""")]
    public async Task Post_UnknownModel_Is404(string path, string body)
    {
        await using var server = await RunningServer.EchoingAsync();

        var error = (await server.PostForErrorAsync(path, body)).Is(404, "model_not_found", "model");

        Assert.Contains("scripted:fast", error.Message);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions")]
    [InlineData("POST", "/v1/embeddings")]
    [InlineData("DELETE", "/v1/models")]
    public async Task Send_UnknownAddress_Is404(string method, string path)
    {
        await using var server = await RunningServer.EchoingAsync();

        using var response = await server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        (await ApiError.OfAsync(response)).Is((int)HttpStatusCode.NotFound, "unknown_url");
    }

    [Theory]
    [InlineData(null, "a", (int)DepthSuffix.None)]
    [InlineData("", "a", (int)DepthSuffix.None)]
    [InlineData("B", "b", (int)DepthSuffix.None)]
    [InlineData("b:Fast", "b", (int)DepthSuffix.Fast)]
    [InlineData("a:exact", "a", (int)DepthSuffix.Exact)]
    public void Resolve_KnownNames_FindsNameAndSuffix(string? wanted, string name, int suffix)
        => Assert.Equal(new ServedModel(name, (DepthSuffix)suffix), new ServedModels(["a", "b"]).Resolve(wanted));

    [Theory]
    [InlineData("c")]
    [InlineData("a:")]
    [InlineData(":fast")]
    [InlineData("a:fast:fast")]
    public void Resolve_UnknownNames_Throws(string wanted) => Assert.Equal(404, Assert.Throws<ApiException>(() => new ServedModels(["a", "b"]).Resolve(wanted)).Status);
}
