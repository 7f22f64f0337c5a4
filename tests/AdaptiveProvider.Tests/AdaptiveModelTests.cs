using AdaptiveProvider.Completion;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>Folders with seeded random checkpoints, loaded and run for real.</summary>
public sealed class AdaptiveModelTests : IDisposable
{
    private static readonly AdaptiveModelOptions Exact = new() { Precision = Precision.F32, Threads = 1, MaxConcurrentRequests = 2 };

    private readonly TemporaryFolder _folder = TinyModels.Write(new TinyModel { Name = "tiny", Vocabulary = ByteTokenizerFiles.VocabularySize, Context = 256, TiedHead = true });

    public AdaptiveModelTests() => ByteTokenizerFiles.Write(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CompleteAsync_Greedy_EqualsTheReference()
    {
        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact);
        using var folder = ModelFolder.Open(_folder.Path);
        var reference = ReferenceGenerator.Generate(new ReferenceModel(folder.Spec, folder.Weights), [256, 104, 105], 12);

        var updates = await model.CompleteAsync("hi", new CompletionSettings { MaxOutputTokens = 12, IgnoreEndTokens = true }).ToListAsync();

        int[] tokens = [.. updates.Where(update => update.Token is not null).Select(update => update.Token!.Value.Token)];
        int certain = reference.CertainCount(1e-3);
        Assert.True(certain > 4);
        Assert.Equal(reference.Tokens[..certain], tokens[..certain]);
        Assert.Equal(model.Tokenizer!.Decode(tokens), string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(FinishCause.MaxOutputTokens, updates[^1].Summary!.Cause);
        Assert.Null(updates[^1].Token);
    }

    [Fact]
    public async Task GetResponseAsync_LoadedClient_RepliesTheSameTwice()
    {
        using var client = await AdaptiveChatClient.LoadAsync(_folder.Path, Exact);
        var options = new ChatOptions { Temperature = 1, Seed = 5, MaxOutputTokens = 20 };

        var first = await client.GetResponseAsync("hi", options);
        var second = await client.GetResponseAsync("hi", options);

        Assert.NotEqual(0, first.Usage!.OutputTokenCount);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(Path.GetFileName(_folder.Path), first.ModelId);
    }

    [Fact]
    public async Task LoadAsync_Progress_RisesToReady()
    {
        var progress = new RecordedProgress();

        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact, progress);

        Assert.Equal(ModelLoadPhase.ReadingFolder, progress.Reports[0].Phase);
        Assert.Equal(new ModelLoadProgress(ModelLoadPhase.Ready, 1), progress.Reports[^1]);
        Assert.Equal(progress.Reports.Select(report => report.Fraction).Order(), progress.Reports.Select(report => report.Fraction));
    }

    [Fact]
    public async Task LoadAsync_Options_ShapeTheModel()
    {
        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact with { ModelId = "mine", ContextTokens = 64, MaxConcurrentRequests = 3 });

        Assert.Equal("mine", model.ModelId);
        Assert.Equal((64, 3, 4), (model.Capabilities.ContextTokens, model.Capabilities.ConcurrentRequests, model.Capabilities.Layers));
        Assert.Equal<int>([1, 2, 3, 4], model.Capabilities.ExitLayers);
        Assert.Equal(2, model.CountTokens("hi"));
    }

    [Fact]
    public async Task LoadAsync_Cancelled_Throws()
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AdaptiveModel.LoadAsync(_folder.Path, Exact, null, new CancellationToken(canceled: true)));

    [Fact]
    public async Task LoadAsync_BadFolder_ThrowsNamingTheFile()
    {
        File.WriteAllText(_folder["tokenizer.json"], "{");

        var failure = await Assert.ThrowsAsync<ModelFormatException>(() => AdaptiveModel.LoadAsync(_folder.Path, Exact));

        Assert.Contains("tokenizer.json", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task LoadAsync_OptionOutOfRange_Throws(int slots, int context)
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => AdaptiveModel.LoadAsync(_folder.Path, Exact with { MaxConcurrentRequests = slots, ContextTokens = context }));

    [Fact]
    public async Task LoadAsync_BaseModelWithTemplateOption_Chats()
    {
        ByteTokenizerFiles.Write(_folder.Path, chatTemplate: null);

        await Assert.ThrowsAsync<ChatTemplateMissingException>(() => AdaptiveChatClient.LoadAsync(_folder.Path, Exact));
        using var client = await AdaptiveChatClient.LoadAsync(_folder.Path, Exact with { ChatTemplate = ByteTokenizerFiles.ChatMl });

        Assert.NotEqual(0, (await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 3 })).Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task CompleteAsync_NoTokenizer_TakesAndGivesIds()
    {
        File.Delete(_folder["tokenizer.json"]);
        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact);

        var updates = await model.CompleteAsync(new[] { 1, 2 }, new CompletionSettings { MaxOutputTokens = 3, IgnoreEndTokens = true }).ToListAsync();

        Assert.Equal(3, updates.Count(update => update.Token is not null));
        Assert.All(updates, update => Assert.Empty(update.Text));
        Assert.Contains("tokenizer.json", Assert.Throws<ModelFormatException>(() => model.CompleteAsync("hi")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteAsync_BadRequest_ThrowsTyped()
    {
        await using var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await model.CompleteAsync(new[] { 999 }).ToListAsync());
        Assert.Throws<ArgumentException>(() => model.CompleteAsync(ReadOnlyMemory<int>.Empty));
        Assert.Throws<RequestTooLongException>(() => model.CompleteAsync(new int[256]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CompleteAsync(new[] { 1 }, new CompletionSettings { Depth = new() { ExitLayer = 9 } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CompleteAsync(new[] { 1 }, new CompletionSettings { Sampling = new SamplingSettings { TopP = 0 } }));
    }

    [Fact]
    public async Task Dispose_Twice_ThenCompletionThrowsObjectDisposed()
    {
        var model = await AdaptiveModel.LoadAsync(_folder.Path, Exact);

        model.Dispose();
        await model.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => model.CompleteAsync(new[] { 1 }));
    }

    /// <summary>Keeps what was reported, in order.</summary>
    private sealed class RecordedProgress : IProgress<ModelLoadProgress>
    {
        public List<ModelLoadProgress> Reports { get; } = [];

        public void Report(ModelLoadProgress value) => Reports.Add(value);
    }
}
