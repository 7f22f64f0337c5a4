using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>Rows hold whole documents or parts of long ones, each token once, and no target crosses a document.</summary>
public class SequencePackerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pack_RandomDocuments_EveryDocumentOnceWithItsOwnTargets(bool assistantOnly)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var store = SmallCorpus.Store(SmallCorpus.Documents(seed), lengthMax: random.Next(8, 90));
            var sequenceLength = random.Next(2, 70);
            var packer = new SequencePacker(store, random.Next(1, 5), sequenceLength, assistantOnly);
            var documents = new Queue<int>(Enumerable.Range(0, store.DocumentCount));

            var packed = new Dictionary<string, int>();
            while (packer.Pack(() => documents.TryDequeue(out var document) ? document : null) is { } batch)
            {
                CheckLayout(batch, $"seed {seed}");
                Collect(batch, packed);
            }

            var expected = Runs(store, sequenceLength, assistantOnly);
            Assert.True(expected.Count == packed.Count && expected.All(run => packed.GetValueOrDefault(run.Key) == run.Value), $"seed {seed}");
        }
    }

    [Fact]
    public void Pack_DocumentLongerThanARow_GoesOnWithATargetAcrossTheCut()
    {
        var store = SmallCorpus.Store([TrainingDocument.OfText("s", new string('7', 10))], heldOutShare: 0);
        var next = new Queue<int>([0]);
        var batch = new SequencePacker(store, rows: 3, sequenceLength: 4, assistantOnly: false).Pack(() => next.TryDequeue(out var document) ? document : null)!;

        var seven = store.TokensOf(0)[0];
        Assert.Equal([seven, seven, seven, seven, seven, seven, seven, seven, seven, seven, 0, 0], batch.Tokens);
        Assert.Equal([seven, seven, seven, seven, seven, seven, seven, seven, seven, 0, PackedBatch.NoTarget, PackedBatch.NoTarget], batch.Targets);
        Assert.Equal([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 0], batch.Positions);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, PackedBatch.Padding], batch.Documents);
        Assert.Equal((11, 10, 9L), (batch.FilledTokens, batch.PredictedTokens, batch.PredictedBytes));
    }

    [Fact]
    public void Pack_Nothing_IsNoBatch()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(1));

        Assert.Null(new SequencePacker(store, 2, 16, assistantOnly: false).Pack(() => null));
    }

    [Fact]
    public void Pack_AssistantOnly_PredictsTheAssistantsWordsAndItsEnd()
    {
        var store = SmallCorpus.Store([TrainingDocument.OfChat("s", new("user", "b"), new("assistant", "c"), new("user", "e"))], heldOutShare: 0);
        var next = new Queue<int>([0]);
        var batch = new SequencePacker(store, 1, 16, assistantOnly: true).Pack(() => next.TryDequeue(out var document) ? document : null)!;

        var c = SmallCorpus.Tokenizer.FindToken("c")!.Value;
        Assert.Equal([2, SmallCorpus.Tokenizer.FindToken("b")!.Value, 4, 3, c, 4, 2, SmallCorpus.Tokenizer.FindToken("e")!.Value, 4, 0], batch.Tokens[..10]);
        Assert.Equal([(3, c), (4, 4)], batch.Targets.Index().Where(target => target.Item != PackedBatch.NoTarget));
        Assert.Equal((2, 1L), (batch.PredictedTokens, batch.PredictedBytes));
    }

    [Fact]
    public void Pack_ShortDocuments_FillsRows()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(2));
        var packer = new SequencePacker(store, 4, 64, assistantOnly: false);
        var next = 0;

        Assert.InRange(Enumerable.Range(0, 50).Average(_ => packer.Pack(() => next++ % store.DocumentCount)!.FillRate), 0.95, 1);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 1)]
    [InlineData(2, int.MaxValue)]
    public void Constructor_ShapeOutOfRange_IsRefused(int rows, int sequenceLength)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new SequencePacker(SmallCorpus.Store(SmallCorpus.Documents(1)), rows, sequenceLength, false));

    private static void CheckLayout(PackedBatch batch, string context)
    {
        var (filled, predicted) = (0, 0);
        for (var i = 0; i < batch.Tokens.Length; i++)
        {
            var startsRow = i % batch.SequenceLength == 0;
            var continues = !startsRow && batch.Documents[i] == batch.Documents[i - 1] && batch.Documents[i] != PackedBatch.Padding;
            Assert.True(batch.Positions[i] == (continues ? batch.Positions[i - 1] + 1 : 0), context);
            Assert.True(batch.Documents[i] != PackedBatch.Padding || batch.Targets[i] == PackedBatch.NoTarget, context);
            Assert.True(startsRow || batch.Documents[i - 1] != PackedBatch.Padding || batch.Documents[i] == PackedBatch.Padding, context);
            Assert.True(!continues || batch.Targets[i - 1] == PackedBatch.NoTarget || batch.Targets[i - 1] == batch.Tokens[i], context);
            filled += batch.Documents[i] == PackedBatch.Padding ? 0 : 1;
            predicted += batch.Targets[i] == PackedBatch.NoTarget ? 0 : 1;
        }

        Assert.Equal((filled, predicted), (batch.FilledTokens, batch.PredictedTokens));
    }

    /// <summary>Counts the runs of a batch as text: token&gt;target for every place.</summary>
    private static void Collect(PackedBatch batch, Dictionary<string, int> packed)
    {
        for (var start = 0; start < batch.Tokens.Length;)
        {
            var end = start + 1;
            while (end % batch.SequenceLength != 0 && batch.Documents[end] == batch.Documents[start])
            {
                end++;
            }

            if (batch.Documents[start] != PackedBatch.Padding)
            {
                var run = string.Join(' ', Enumerable.Range(start, end - start).Select(i => $"{batch.Tokens[i]}>{batch.Targets[i]}"));
                packed[run] = packed.GetValueOrDefault(run) + 1;
            }

            start = end;
        }
    }

    private static Dictionary<string, int> Runs(TokenStore store, int sequenceLength, bool assistantOnly)
    {
        var expected = new Dictionary<string, int>();
        for (var document = 0; document < store.DocumentCount; document++)
        {
            var tokens = store.TokensOf(document).ToArray();
            var places = tokens.Select((token, i) => $"{token}>{(i + 1 < tokens.Length && (!assistantOnly || store.IsAssistant(document, i + 1)) ? tokens[i + 1] : PackedBatch.NoTarget)}");
            foreach (var piece in places.Chunk(sequenceLength).Where(piece => piece.Any(place => !place.EndsWith(">-100", StringComparison.Ordinal))))
            {
                var run = string.Join(' ', piece);
                expected[run] = expected.GetValueOrDefault(run) + 1;
            }
        }

        return expected;
    }
}
