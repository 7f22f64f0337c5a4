using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>The whole way on real text.</summary>
public class SharedCorpusTests
{
    [SkippableFact]
    public void Mixture_RealText_CompressesWellAndWastesLittle()
    {
        var corpus = SharedMaterial.Find("corpus");
        Skip.If(corpus is null, "The shared corpus is not here.");
        using var folder = new TemporaryFolder();
        var reader = new CorpusReader();
        var documents = reader.Read(Path.Combine(corpus!, "text.jsonl.gz"), Path.Combine(corpus!, "smalltalk.jsonl.gz")).ToList();
        TokenizerWriter.Write(folder.Path, BytePairTrainer.Train(documents, ChatFormat.Default.SpecialTokens, new BytePairTrainerOptions { VocabularySize = 2_048 }), ChatFormat.Default);
        var store = TokenStoreBuilder.Build(documents, Tokenizer.Load(folder.Path), ChatFormat.Default, new TokenStoreOptions { DocumentTokensMax = 256 });
        var source = new BatchSource(store, MixConfiguration.Of(("text", 1), ("smalltalk", 1)), 8, 256, false, 1);

        Assert.Equal(0, reader.Report.BrokenLines);
        Assert.InRange(Enumerable.Range(0, 50).Average(_ => source.Next().FillRate), 0.95, 1);
        var heldOut = source.HeldOut("text");
        Assert.InRange((double)heldOut.PredictedBytes / heldOut.PredictedTokens, 3, 6);
    }
}
