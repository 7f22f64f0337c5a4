using AdaptiveProvider.Cpu.Threading;

namespace AdaptiveProvider.Cpu.Tests.Threading;

public sealed class WorkCursorTests
{
    [Theory]
    [InlineData(1, 100, 7)]
    [InlineData(3, 100, 7)]
    [InlineData(4, 3, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1000, 1)]
    public void TryTake_AllWorkers_HandOutEveryPieceOnce(int workers, int total, int chunk)
    {
        using var team = new WorkerTeam(workers);
        int[] taken = new int[total];

        for (int i = 1; i <= 20; i++)
        {
            team.Run(worker =>
            {
                while (team.Work.TryTake(worker, total, chunk, out int first, out int end))
                {
                    for (int piece = first; piece < end; piece++)
                    {
                        Interlocked.Increment(ref taken[piece]);
                    }
                }
            });

            Assert.All(taken, count => Assert.Equal(i, count));
        }
    }

    [Fact]
    public void TryTake_OneWorkerOnly_TakesItsOwnShareFirstAndThenTheOthers()
    {
        var cursor = new WorkCursor(2);
        var order = new List<int>();

        while (cursor.TryTake(1, 10, 2, out int first, out int end))
        {
            order.AddRange(Enumerable.Range(first, end - first));
        }

        Assert.Equal([5, 6, 7, 8, 9, 0, 1, 2, 3, 4], order);
    }
}
