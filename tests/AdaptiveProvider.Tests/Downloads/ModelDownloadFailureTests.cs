using System.Net;
using System.Text;
using AdaptiveProvider.Downloads;
using AdaptiveProvider.Models;

namespace AdaptiveProvider.Tests.Downloads;

/// <summary>Broken connections, broken servers and broken promises.</summary>
public sealed class ModelDownloadFailureTests
{
    [Fact]
    public async Task GetAsync_ConnectionBreaks_GoesOnWhereItBroke()
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (request, usual) => request.Method == "GET" && request.File == "model.safetensors" && request.From < 300_000 ? usual with { BreaksAfter = 100_000 } : null;

        var result = await hub.GetAsync();

        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(result.Folder, "model.safetensors")));
        Assert.Equal([0, 100_000, 200_000, 300_000], hub.Server.Contents.Where(request => request.File == "model.safetensors").Select(request => request.From));
        Assert.Equal(hub.Server.Files.Values.Sum(content => content.Length), result.ReceivedBytes);
    }

    [Fact]
    public async Task GetAsync_CancelledOnTheWay_TheNextCallGoesOn()
    {
        await using var hub = new HubFixture();
        using var cancellation = new CancellationTokenSource();
        hub.Server.Change = (request, usual) => request.Method == "GET" && request.File == "model.safetensors" ? usual with { BreaksAfter = 150_000, Stalls = true } : null;
        var cancelling = new Canceller(cancellation, 150_000 + 3040);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.GetAsync(progress: cancelling, cancellationToken: cancellation.Token));
        Assert.Equal(150_000, new FileInfo(hub.WeightsBlob + ".incomplete").Length);
        Assert.False(File.Exists(Path.Combine(hub.Snapshot, "model.safetensors")));

        hub.Server.Change = (_, _) => null;
        var result = await hub.GetAsync();

        Assert.Equal(250_000, result.ReceivedBytes);
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(result.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task GetAsync_ServerIgnoresRanges_BeginsAgain()
    {
        await using var hub = new HubFixture();
        int asked = 0;
        hub.Server.Change = (request, usual) => request.Method == "GET" && request.File == "model.safetensors"
            ? (usual with { Status = 200, Body = hub.Weights, BreaksAfter = asked++ == 0 ? 100_000 : null })
            : null;

        var result = await hub.GetAsync();

        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(result.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task GetAsync_ServerAnswersAnotherRange_Throws()
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (request, usual) => request.Method == "GET" && request.File == "model.safetensors"
            ? request.From == 0 ? usual with { BreaksAfter = 100_000 } : usual.With("Content-Range", "bytes 5-399999/400000")
            : null;

        await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync());
    }

    [Fact]
    public async Task GetAsync_ContentIsNotWhatTheHashSays_ThrowsAndKeepsNothing()
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (request, usual) => request.Method == "GET" && request.File == "model.safetensors" ? usual with { Body = new byte[400_000] } : null;

        var failure = await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync());

        Assert.Contains("SHA-256", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Stored(), path => path.Contains("model.safetensors", StringComparison.Ordinal) || path.Contains(HubServer.Sha256(hub.Weights), StringComparison.Ordinal));
        hub.Server.Change = (_, _) => null;
        await hub.GetAsync();
    }

    [Fact]
    public async Task GetAsync_MoreThanPromised_Throws()
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (request, usual) => request.Method == "GET" && request.File == "model.safetensors" ? usual with { Body = new byte[500_000] } : null;

        Assert.Contains("larger", (await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_LargerThanAllowed_ThrowsBeforeReceiving()
    {
        await using var hub = new HubFixture();

        var failure = await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync(hub.Options with { MaxBytes = 400_000 }));

        Assert.Contains(nameof(ModelDownloadOptions.MaxBytes), failure.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Server.Contents);
    }

    [Fact]
    public async Task GetAsync_LargerThanAllowedWithoutSayingSo_Throws()
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (_, usual) => usual with { HidesLength = true };

        var failure = await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync(hub.Options with { MaxBytes = 200_000 }));

        Assert.Contains(nameof(ModelDownloadOptions.MaxBytes), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "HF_TOKEN")]
    [InlineData(403, "HF_TOKEN")]
    [InlineData(404, "name of the model")]
    [InlineData(405, "405")]
    public async Task GetAsync_ServerRefuses_ThrowsSayingWhatToChange(int status, string expected)
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (_, _) => new HubAnswer(status, []);

        var failure = await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync());

        Assert.Equal((HttpStatusCode)status, failure.StatusCode);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Single(hub.Server.Requests);
    }

    [Fact]
    public async Task GetAsync_NoSafetensors_ThrowsSayingSo()
    {
        await using var hub = new HubFixture();
        hub.Server.Files.Remove("model.safetensors");

        Assert.Contains("safetensors", (await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task GetAsync_ServerIsBusy_TriesAsOftenAsAllowed(int failures, bool succeeds)
    {
        await using var hub = new HubFixture();
        int left = failures;
        hub.Server.Change = (_, _) => left-- > 0 ? new HubAnswer(503, []) : null;

        if (succeeds)
        {
            await hub.GetAsync();
        }
        else
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync())).StatusCode);
        }
    }

    [Fact]
    public async Task GetAsync_ServerFallsSilent_Throws()
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (request, usual) => request.Method == "GET" ? usual with { BreaksAfter = 0, Stalls = true } : null;

        var failure = await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync(hub.Options with { Attempts = 1, StallTimeout = TimeSpan.FromMilliseconds(200) }));

        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Theory]
    [InlineData("file:///etc/hostname?signature=secret")]
    [InlineData("/org/tiny/resolve/main/config.json?signature=secret")]
    public async Task GetAsync_RedirectAstrayOrInACircle_Throws(string location)
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (_, _) => new HubAnswer(302, []).With("Location", location);

        var failure = await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync());
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../escaped.safetensors")]
    [InlineData("..\\\\escaped.safetensors")]
    [InlineData("/tmp/escaped.safetensors")]
    [InlineData("sub/escaped.safetensors")]
    public async Task GetAsync_IndexNamesAPath_ThrowsAndWritesNothingThere(string name)
    {
        await using var hub = new HubFixture();
        hub.Server.Files.Remove("model.safetensors");
        hub.Server.Files["escaped.safetensors"] = [1];
        hub.Server.Files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes($$$"""{"weight_map": {"a": "{{{name}}}"}}""");

        await Assert.ThrowsAsync<ModelFormatException>(() => hub.GetAsync());

        Assert.DoesNotContain(hub.Server.Requests, request => request.Path.Contains("escaped", StringComparison.Ordinal));
        Assert.DoesNotContain(hub.Stored(), path => path.Contains("escaped", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..%2f..%2fescaped")]
    [InlineData("../../../escaped")]
    public async Task GetAsync_CommitOrTagIsAPath_IsNotTakenForAName(string name)
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (_, usual) => usual.With("X-Repo-Commit", name).With("ETag", $"\"{name}\"");

        var result = await hub.GetAsync();

        Assert.Null(result.Commit);
        Assert.DoesNotContain(hub.Stored(), path => path.Contains("escaped", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task GetAsync_DiskIsFull_ThrowsSayingWhere()
    {
        Skip.IfNot(File.Exists("/dev/full"), "There is no /dev/full here.");
        await using var hub = new HubFixture();
        Directory.CreateDirectory(Path.GetDirectoryName(hub.WeightsBlob)!);
        File.CreateSymbolicLink(hub.WeightsBlob + ".incomplete", "/dev/full");

        var failure = await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync());

        Assert.Contains("Make room", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_AnotherDownloadRuns_ThrowsSayingSo()
    {
        await using var hub = new HubFixture();
        Directory.CreateDirectory(Path.GetDirectoryName(hub.WeightsBlob)!);
        await using var other = new FileStream(hub.WeightsBlob + ".incomplete", FileMode.Create, FileAccess.Write, FileShare.None);

        Assert.Contains("Another download", (await Assert.ThrowsAsync<ModelDownloadException>(() => hub.GetAsync())).Message, StringComparison.Ordinal);
    }

    private sealed class Canceller(CancellationTokenSource cancellation, long bytes) : IProgress<ModelDownloadProgress>
    {
        public void Report(ModelDownloadProgress value)
        {
            if (value.ReceivedBytes >= bytes)
            {
                cancellation.Cancel();
            }
        }
    }
}
