using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Engine.Tests.Execution;

public sealed class LoopEntriesTests
{
    private readonly LoopEntries _entries = new(slotCount: 2, slotLength: 300, loops: 3);

    [Fact]
    public void Add_AscendingPositions_TakeConsecutivePlaces()
    {
        Assert.Equal([0, 1, 2], new[] { 3, 7, 8 }.Select(position => _entries.Add(1, 2, position)));
        Assert.Equal([3, 7, 8], _entries.Positions(1, 2).ToArray());
        Assert.Empty(_entries.Positions(1, 1).ToArray());
        Assert.Empty(_entries.Positions(0, 2).ToArray());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    public void Truncate_AtAPosition_FreesItAndAllBehind(int position, int left)
    {
        Fill(1, 2, 3, 7, 8);

        _entries.Truncate(1, 2, position);

        Assert.Equal(new[] { 3, 7, 8 }[..left], _entries.Positions(1, 2).ToArray());
    }

    [Fact]
    public void CopyPrefix_TakesOverThePlacesOfThePrefixOnly()
    {
        Fill(0, 1, 0, 4, 9);
        Fill(0, 2, 4);
        Fill(1, 1, 2, 3);

        _entries.CopyPrefix(0, 1, length: 9);

        Assert.Equal([0, 4], _entries.Positions(1, 1).ToArray());
        Assert.Equal([4], _entries.Positions(1, 2).ToArray());
        Assert.Equal([0, 4, 9], _entries.Positions(0, 1).ToArray());
    }

    [Fact]
    public void Add_WholeSlot_Fits()
    {
        Fill(0, 1, [.. Enumerable.Range(0, 300)]);

        Assert.Equal(300, _entries.Positions(0, 1).Length);
    }

    private void Fill(int slot, int loop, params ReadOnlySpan<int> positions)
    {
        foreach (int position in positions)
        {
            _entries.Add(slot, loop, position);
        }
    }
}
