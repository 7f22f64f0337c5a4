using AdaptiveProvider.Completion;
using AdaptiveProvider.Downloads;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tests.Downloads;

/// <summary>What a download leaves in the cache, and what it takes from there.</summary>
public sealed class ModelDownloadTests
{
    [Fact]
    public async Task GetAsync_EmptyCache_LaysTheFilesDownAsHuggingFacesToolsDo()
    {
        await using var hub = new HubFixture();

        var result = await hub.GetAsync();

        Assert.Equal((hub.Snapshot, HubServer.Commit, hub.Server.Files.Values.Sum(content => content.Length)), (result.Folder, result.Commit, result.ReceivedBytes));
        Assert.All(hub.Server.Files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(result.Folder, file.Key))));
        Assert.Equal(HubServer.Commit, File.ReadAllText(Path.Combine(hub.Root, "refs", "main")));
        Assert.Equal(hub.Weights, File.ReadAllBytes(hub.WeightsBlob));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(hub.Root, "blobs")).Length);
        Assert.Equal(Path.Combine("..", "..", "blobs", HubServer.Sha256(hub.Weights)), new FileInfo(Path.Combine(result.Folder, "model.safetensors")).LinkTarget);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(20_000)]
    public async Task GetAsync_RealModelWholeOrInShards_Loads(long shardBytesMax)
    {
        await using var hub = new HubFixture();
        using var source = TinyModels.Write(new TinyModel { Name = "tiny", ShardBytesMax = shardBytesMax });
        hub.Server.Files.Clear();
        foreach (string path in Directory.GetFiles(source.Path))
        {
            hub.Server.Files[Path.GetFileName(path)] = File.ReadAllBytes(path);
        }

        var result = await hub.GetAsync();
        await using var model = await AdaptiveModel.LoadAsync(result.Folder, new AdaptiveModelOptions { Threads = 1 });
        int tokens = 0;
        await foreach (var update in model.CompleteAsync(new[] { 1, 2, 3 }, new CompletionSettings { MaxOutputTokens = 4 }))
        {
            tokens += update.Token is null ? 0 : 1;
        }

        Assert.Equal("org/tiny", model.ModelId);
        Assert.InRange(tokens, 1, 4);
        Assert.Equal(shardBytesMax != long.MaxValue, hub.Server.Files.ContainsKey("model.safetensors.index.json"));
    }

    [Fact]
    public async Task GetAsync_SecondTime_ReceivesNothing()
    {
        await using var hub = new HubFixture();
        var first = await hub.GetAsync();
        int contents = hub.Server.Contents.Count();

        var second = await hub.GetAsync();

        Assert.Equal(first with { ReceivedBytes = 0 }, second);
        Assert.Equal(contents, hub.Server.Contents.Count());
    }

    [Fact]
    public async Task GetAsync_CommitInTheCache_AsksNobody()
    {
        await using var hub = new HubFixture();
        await hub.GetAsync();
        hub.Server.Requests.Clear();

        var result = await hub.GetAsync(hub.Options with { Revision = HubServer.Commit });

        Assert.Equal((hub.Snapshot, HubServer.Commit), (result.Folder, result.Commit));
        Assert.Empty(hub.Server.Requests);
    }

    [Fact]
    public async Task GetAsync_BlobOfAnotherTool_IsUsed()
    {
        await using var hub = new HubFixture();
        Directory.CreateDirectory(Path.GetDirectoryName(hub.WeightsBlob)!);
        File.WriteAllBytes(hub.WeightsBlob, hub.Weights);

        var result = await hub.GetAsync();

        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(result.Folder, "model.safetensors")));
        Assert.DoesNotContain(hub.Server.Contents, request => request.File == "model.safetensors");
    }

    [Fact]
    public async Task GetAsync_BranchMovesWhileDownloading_StaysWithTheFirstCommit()
    {
        await using var hub = new HubFixture();

        await hub.GetAsync();

        Assert.Equal("/org/tiny/resolve/main/config.json", hub.Server.Requests[0].Path);
        Assert.All(hub.Server.Requests.Skip(1), request => Assert.StartsWith($"/org/tiny/resolve/{HubServer.Commit}/", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetAsync_ServerWithoutCommitsAndHashes_WorksToo()
    {
        await using var hub = new HubFixture();
        hub.Server.Change = (_, usual) => usual with { Headers = usual.Headers.Where(header => header.Key == "Content-Range").ToDictionary() };

        var result = await hub.GetAsync();

        Assert.Equal((Path.Combine(hub.Root, "snapshots", "main"), null), (result.Folder, result.Commit));
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(result.Folder, "model.safetensors")));
        hub.Weights[0]++;
        await hub.GetAsync();
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(result.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task GetAsync_Progress_GrowsToTheWhole()
    {
        await using var hub = new HubFixture();
        var seen = new List<ModelDownloadProgress>();

        await hub.GetAsync(progress: new Recorder(seen));

        long total = hub.Server.Files.Values.Sum(content => content.Length);
        Assert.Equal(seen.Select(step => step.ReceivedBytes).Order(), seen.Select(step => step.ReceivedBytes));
        Assert.Equal((total, total), (seen[^1].ReceivedBytes, seen[^1].TotalBytes));
        Assert.True(seen.Count > 4);
    }

    [Fact]
    public async Task GetAsync_LargeFilesElsewhere_AreFetchedThereWithoutTheToken()
    {
        await using var hub = new HubFixture();
        await using var elsewhere = new HubServer();
        hub.Server.LargeFiles = elsewhere;

        var result = await hub.GetAsync(hub.Options with { Token = "secret" });

        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(result.Folder, "model.safetensors")));
        Assert.All(hub.Server.Requests, request => Assert.Equal("Bearer secret", request.Headers["Authorization"]));
        Assert.NotEmpty(elsewhere.Contents);
        Assert.All(elsewhere.Requests, request => Assert.DoesNotContain("Authorization", request.Headers.Keys));
        Assert.True(File.Exists(hub.WeightsBlob));
    }

    private sealed class Recorder(List<ModelDownloadProgress> seen) : IProgress<ModelDownloadProgress>
    {
        public void Report(ModelDownloadProgress value) => seen.Add(value);
    }
}
