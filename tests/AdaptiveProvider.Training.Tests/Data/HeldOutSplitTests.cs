using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>A stable share by content.</summary>
public class HeldOutSplitTests
{
    [Fact]
    public void IsHeldOut_ManyDocuments_CloseToTheShare()
    {
        var count = Enumerable.Range(0, 50_000).Count(i => HeldOutSplit.IsHeldOut(TrainingDocument.OfText("s", $"document {i}")));

        // 1,000 expected, standard deviation 31.
        Assert.InRange(count, 850, 1_150);
    }

    [Fact]
    public void IsHeldOut_KnownDocuments_NeverChanges()
    {
        int[] heldOut = [.. Enumerable.Range(0, 200).Where(i => HeldOutSplit.IsHeldOut(TrainingDocument.OfText("s", $"document {i}")))];

        // Computed apart, from the definition: SHA-256 of the length and the UTF-16 text, its second 8 bytes as a fraction.
        Assert.Equal([151, 154, 195], heldOut);
    }

    [Fact]
    public void IsHeldOut_SameContentElsewhere_SameSide()
    {
        for (var i = 0; i < 500; i++)
        {
            var (here, there) = (TrainingDocument.OfText("a", $"{i}"), TrainingDocument.OfText("b", $"{i}"));
            Assert.Equal(HeldOutSplit.IsHeldOut(here, 0.3), HeldOutSplit.IsHeldOut(there, 0.3));
        }
    }

    [Fact]
    public void Hash_MessagesCutElsewhere_Differ()
    {
        var joined = ContentHash.Of(TrainingDocument.OfChat("s", new TrainingMessage("user", "ab"), new TrainingMessage("user", "c")));
        var other = ContentHash.Of(TrainingDocument.OfChat("s", new TrainingMessage("user", "a"), new TrainingMessage("user", "bc")));

        Assert.NotEqual(joined, other);
    }

    [Fact]
    public void Choose_SmallSources_EachHasOne()
    {
        int[] sources = [0, 0, 0, 1, 1, 2];
        UInt128[] hashes = [.. Enumerable.Range(1, 6).Select(i => (UInt128.MaxValue / 8 * (UInt128)i) + 1)];

        Assert.Equal([true, false, false, true, false, false], HeldOutSplit.Choose(sources, hashes, 0.02));
        Assert.DoesNotContain(true, HeldOutSplit.Choose(sources, hashes, 0));
    }
}
