using System.Text.Json;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>The mixture: its shares, its epochs, its continuation, and what it never gives.</summary>
public class BatchSourceTests
{
    private static readonly MixConfiguration Mix = MixConfiguration.Of(("talk", 3), ("books", 1));
    private static readonly MixConfiguration TalkOnly = MixConfiguration.Of(("talk", 1));

    [Fact]
    public void Next_SameArguments_SameBatchesAndAnotherSeedOthers()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(1));

        Assert.Equal(Take(Create(store, seed: 5), 40), Take(Create(store, seed: 5), 40));
        Assert.NotEqual(Take(Create(store, seed: 5), 5), Take(Create(store, seed: 6), 5));
    }

    [Fact]
    public void State_SavedAndRestoredAnywhere_ContinuesExactly()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(2));
        for (var seed = 0; seed < 10; seed++)
        {
            var uninterrupted = Create(store, seed);
            Take(uninterrupted, new Random(seed).Next(60));
            var saved = JsonSerializer.Serialize(uninterrupted.State);
            var expected = Take(uninterrupted, 40);

            var resumed = Create(store, seed);
            resumed.State = JsonSerializer.Deserialize<BatchSourceState>(saved)!;

            Assert.True(expected == Take(resumed, 40), $"seed {seed}");
            Assert.Equal(JsonSerializer.Serialize(uninterrupted.State), JsonSerializer.Serialize(resumed.State));
        }
    }

    [Fact]
    public void State_RestoredBackwards_GoesBack()
    {
        var source = Create(SmallCorpus.Store(SmallCorpus.Documents(2)), seed: 1);
        Take(source, 3);
        var state = source.State;
        var first = Take(source, 20);
        source.State = state;

        Assert.Equal(first, Take(source, 20));
    }

    [Fact]
    public void State_OfAnotherMode_IsRefused()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(3));
        var state = new BatchSource(store, TalkOnly, 2, 32, assistantOnly: true, 1).State;

        Assert.Throws<CorpusException>(() => new BatchSource(store, TalkOnly, 2, 32, assistantOnly: false, 1).State = state);
        new BatchSource(store, TalkOnly, 5, 32, assistantOnly: true, 1).State = state;
    }

    [Fact]
    public void State_OfSomethingElse_IsRefused()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(3));
        var source = Create(store, seed: 1);
        var state = source.State;
        BatchSourceState[] foreign =
        [
            Create(store, seed: 2).State,
            Create(SmallCorpus.Store(SmallCorpus.Documents(4)), seed: 1).State,
            new BatchSource(store, Mix, 2, 33, false, 1).State,
            new BatchSource(store, MixConfiguration.Of(("talk", 2), ("books", 1)), 2, 32, false, 1).State,
            state with { Sources = [] },
            state with { Sources = null! },
            state with { Waiting = null! },
            state with { Sources = [state.Sources[0], null!] },
            state with { Sources = [state.Sources[0], state.Sources[1] with { Position = 1_000 }] },
            state with { Sources = [state.Sources[0], state.Sources[1] with { Epoch = -1 }] },
            state with { Waiting = [new DocumentPiece(store.DocumentCount, 0, 1)] },
            state with { Waiting = [new DocumentPiece(0, int.MaxValue, 1)] },
            state with { Waiting = [new DocumentPiece(0, 0, store.LengthOf(0) + 1)] },
            state with { Waiting = [new DocumentPiece(0, 0, 0)] },
        ];

        Assert.All(foreign, other => Assert.Throws<CorpusException>(() => source.State = other));
        source.State = state;
    }

    [Fact]
    public void Next_Mix_KeepsTheSharesOfTokens()
    {
        var source = Create(SmallCorpus.Store(SmallCorpus.Documents(5)), seed: 1);
        Take(source, 300);

        var tokens = source.State.Sources.ToDictionary(state => state.Name, state => state.Tokens);
        Assert.InRange((double)tokens["talk"] / tokens["books"], 2.95, 3.05);
    }

    [Fact]
    public void Next_EachEpoch_DrawsEveryTrainingDocumentOnceInANewOrder()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(6));
        var group = new SourceGroup(store, new MixEntry("books", 1), [.. Enumerable.Range(0, 50)], 9);
        var (first, second) = (Draw(), Draw());

        Assert.Equal(Enumerable.Range(0, 50), first.Order());
        Assert.Equal(Enumerable.Range(0, 50), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal((2, 0), (group.State.Epoch, group.State.Position));

        List<int> Draw() => [.. Enumerable.Range(0, 50).Select(_ => group.Next())];
    }

    [Fact]
    public void Next_ManyEpochs_NothingThatIsHeldOutAndAllThatIsNot()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(7), heldOutShare: 0.2);
        var heldOut = Texts(store, heldOut: true);
        var training = Texts(store, heldOut: false);
        heldOut.ExceptWith(training);
        var source = new BatchSource(store, Mix, 4, 64, false, 1);
        var seen = new HashSet<string>();
        for (var i = 0; i < 150; i++)
        {
            Collect(source.Next(), seen);
        }

        var evaluated = new HashSet<string>();
        foreach (var batch in source.HeldOut("books").Batches.Concat(source.HeldOut("talk").Batches))
        {
            Collect(batch, evaluated);
        }

        Assert.True(seen.SetEquals(training));
        Assert.True(evaluated.IsSupersetOf(heldOut) && heldOut.Count > 10);
        Assert.False(seen.Overlaps(heldOut));
    }

    [Fact]
    public void HeldOut_Source_IsTheSameEachTimeAndCountsBytes()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(8), heldOutShare: 0.3);
        var (first, second) = (Create(store, seed: 1).HeldOut("books/old"), Create(store, seed: 2).HeldOut("books/old"));
        var documents = Enumerable.Range(0, store.DocumentCount).Where(document => store.IsHeldOut(document) && store.Sources[store.SourceOf(document)] == "books/old").ToList();

        Assert.Equal(first.Batches.Select(Text), second.Batches.Select(Text));
        Assert.Equal(documents.Sum(document => store.LengthOf(document) - 1), first.PredictedTokens);
        Assert.Equal(documents.Sum(document => store.TokensOf(document)[1..].ToArray().Sum(token => store.BytesOf(token))), first.PredictedBytes);
        Assert.Single(Create(store, seed: 1).HeldOut("books/old", batchesMax: 1).Batches);
        Assert.Throws<CorpusException>(() => Create(store, seed: 1).HeldOut("nothing"));
    }

    [Fact]
    public void Constructor_EntriesWithoutDocuments_AreRefusedByName()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(9));

        Assert.Contains("poems", Refused(false, ("talk", 1), ("poems", 1)), StringComparison.Ordinal);
        Assert.Contains("books/old", Refused(false, ("books", 1), ("books/old", 1)), StringComparison.Ordinal);
        Assert.Contains("assistant", Refused(true, ("talk", 1), ("books", 1)), StringComparison.Ordinal);

        string Refused(bool assistantOnly, params (string Name, double Weight)[] entries)
            => Assert.Throws<CorpusException>(() => new BatchSource(store, MixConfiguration.Of(entries), 2, 32, assistantOnly, 1)).Message;
    }

    [Fact]
    public void Next_OneTokenPieces_AreLeftOut()
    {
        var store = SmallCorpus.Store([TrainingDocument.OfText("s", "7777 777 7777777"), TrainingDocument.OfText("s", "7")], lengthMax: 8, heldOutShare: 0);
        var source = new BatchSource(store, MixConfiguration.Of(("s", 1)), 1, 2, false, 1);

        for (var i = 0; i < 50; i++)
        {
            Assert.NotEqual(0, source.Next().PredictedTokens);
        }
    }

    private static BatchSource Create(TokenStore store, long seed) => new(store, Mix, rows: 2, sequenceLength: 32, assistantOnly: false, seed);

    private static string Take(BatchSource source, int count) => string.Join('\n', Enumerable.Range(0, count).Select(_ => Text(source.Next())));

    private static string Text(PackedBatch batch)
        => $"{string.Join(' ', batch.Tokens)} | {string.Join(' ', batch.Targets)} | {string.Join(' ', batch.Documents)} | {string.Join(' ', batch.Positions)}";

    private static HashSet<string> Texts(TokenStore store, bool heldOut)
        => [.. Enumerable.Range(0, store.DocumentCount).Where(document => store.IsHeldOut(document) == heldOut && store.LengthOf(document) > 1)
            .Select(document => string.Join(' ', store.TokensOf(document).ToArray()))];

    private static void Collect(PackedBatch batch, HashSet<string> seen)
    {
        var runs = Enumerable.Range(0, batch.Tokens.Length).Where(i => batch.Documents[i] != PackedBatch.Padding)
            .GroupBy(i => (i / batch.SequenceLength, batch.Documents[i]), i => batch.Tokens[i]);
        seen.UnionWith(runs.Select(run => string.Join(' ', run)));
    }
}
