using AdaptiveProvider.Downloads;

namespace AdaptiveProvider.Tests.Downloads;

/// <summary>The environment, offline use, and names that are no names.</summary>
public sealed class ModelDownloadOptionsTests
{
    [Fact]
    public async Task GetAsync_ServerAndTokenFromTheEnvironment_AreUsed()
    {
        await using var hub = new HubFixture();
        var options = hub.Options with { BaseAddress = null, Variable = Environment(("HF_ENDPOINT", hub.Server.Address.AbsoluteUri), ("HF_TOKEN", "secret")) };

        await hub.GetAsync(options);

        Assert.All(hub.Server.Requests, request => Assert.Equal("Bearer secret", request.Headers["Authorization"]));
    }

    [Fact]
    public void ToString_Token_IsNotShown() => Assert.DoesNotContain("secret", new ModelDownloadOptions { Token = "secret" }.ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task GetAsync_NoServerGiven_ThrowsNamingOptionAndVariable()
    {
        await using var hub = new HubFixture();

        var failure = await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync(hub.Options with { BaseAddress = null }));

        Assert.Contains("HF_ENDPOINT", failure.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ModelDownloadOptions.BaseAddress), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HF_HUB_CACHE", "/cache", "/cache")]
    [InlineData("HF_HOME", "/home", "/home/hub")]
    [InlineData("XDG_CACHE_HOME", "/xdg", "/xdg/huggingface/hub")]
    public void Resolved_CacheFolder_FollowsTheEnvironment(string variable, string value, string expected)
        => Assert.Equal(Path.GetFullPath(expected), new ModelDownloadOptions { Variable = Environment((variable, value)) }.Resolved().CacheFolder);

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("ON", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Resolved_Offline_FollowsTheEnvironment(string value, bool expected)
        => Assert.Equal(expected, new ModelDownloadOptions { Variable = Environment(("HF_HUB_OFFLINE", value)) }.Resolved().IsOffline);

    [Fact]
    public async Task GetAsync_Offline_UsesTheCacheAndAsksNobody()
    {
        await using var hub = new HubFixture();
        var offline = hub.Options with { Variable = Environment(("HF_HUB_OFFLINE", "1")) };
        Assert.Contains("HF_HUB_OFFLINE", (await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync(offline))).Message, StringComparison.Ordinal);
        Assert.Empty(hub.Server.Requests);
        var online = await hub.GetAsync();
        hub.Server.Requests.Clear();

        var result = await hub.GetAsync(offline);

        Assert.Equal(online with { ReceivedBytes = 0 }, result);
        Assert.Empty(hub.Server.Requests);
    }

    [Fact]
    public async Task GetAsync_OfflineWithAHalfModel_Throws()
    {
        await using var hub = new HubFixture();
        await hub.GetAsync();
        File.Delete(hub.WeightsBlob);

        await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync(hub.Options with { IsOffline = true }));
    }

    [Fact]
    public async Task GetAsync_ServerIsGone_UsesTheCacheWhereItHasTheModel()
    {
        await using var hub = new HubFixture();
        await hub.GetAsync();
        var gone = hub.Options with { BaseAddress = new Uri("http://127.0.0.1:1/"), Attempts = 1 };

        Assert.Equal(hub.Snapshot, (await hub.GetAsync(gone)).Folder);
        await Assert.ThrowsAsync<ModelDownloadException>(() => ModelDownload.GetAsync("org/other", gone));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escaped")]
    [InlineData("org/..")]
    [InlineData("/etc")]
    [InlineData("a/b/c")]
    [InlineData("org\\name")]
    [InlineData("org--name")]
    [InlineData("org/na me")]
    [InlineData("org/name\n")]
    public async Task GetAsync_NoRepository_Throws(string repository)
    {
        await using var hub = new HubFixture();

        await Assert.ThrowsAsync<ArgumentException>(() => ModelDownload.GetAsync(repository, hub.Options));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../escaped")]
    [InlineData("/main")]
    [InlineData("a//b")]
    [InlineData("main?x")]
    public async Task GetAsync_NoRevision_Throws(string revision)
    {
        await using var hub = new HubFixture();

        await Assert.ThrowsAsync<ArgumentException>(() => hub.GetAsync(hub.Options with { Revision = revision }));
    }

    [Fact]
    public async Task GetAsync_RevisionWithSlashes_IsEscapedAndNoted()
    {
        await using var hub = new HubFixture();

        await hub.GetAsync(hub.Options with { Revision = "refs/pr/1" });

        Assert.Equal("/org/tiny/resolve/refs%2Fpr%2F1/config.json", hub.Server.Requests[0].Path);
        Assert.Equal(HubServer.Commit, File.ReadAllText(Path.Combine(hub.Root, "refs", "refs", "pr", "1")));
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables)
        => name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
