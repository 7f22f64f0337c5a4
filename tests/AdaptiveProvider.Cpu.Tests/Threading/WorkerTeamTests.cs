using AdaptiveProvider.Cpu.Threading;

namespace AdaptiveProvider.Cpu.Tests.Threading;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_AnyCount_RunsTheBodyOncePerWorker(int count)
    {
        using var team = new WorkerTeam(count);
        int[] runs = new int[count];

        for (int i = 0; i < 100; i++)
        {
            team.Run(worker => runs[worker]++);
        }

        Assert.All(runs, run => Assert.Equal(100, run));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Barrier_ManyPhases_SeesAllWritesOfThePhaseBefore(int count)
    {
        const int phases = 2000;
        using var team = new WorkerTeam(count);
        int[] values = new int[count];
        int mismatches = 0;

        team.Run(worker =>
        {
            for (int phase = 1; phase <= phases; phase++)
            {
                values[worker] = phase;
                team.Barrier();
                if (values.Any(value => value != phase))
                {
                    Interlocked.Increment(ref mismatches);
                }

                team.Barrier();
            }
        });

        Assert.Equal(0, mismatches);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_WorkerThrowsBeforeABarrier_RethrowsAndStaysUsable(int failing)
    {
        using var team = new WorkerTeam(4);
        int sum = 0;

        for (int i = 0; i < 50; i++)
        {
            var exception = Assert.Throws<FormatException>(() => team.Run(worker =>
            {
                team.Barrier();
                if (worker == failing)
                {
                    throw new FormatException("broken");
                }

                team.Barrier();
                team.Barrier();
            }));
            Assert.Equal("broken", exception.Message);
            team.Run(worker =>
            {
                team.Barrier();
                Interlocked.Add(ref sum, worker);
            });
        }

        Assert.Equal(50 * (0 + 1 + 2 + 3), sum);
    }

    [Fact]
    public void Run_Nested_Throws()
    {
        using var team = new WorkerTeam(2);

        Assert.Throws<InvalidOperationException>(() => team.Run(_ => team.Run(_ => { })));
    }

    [Fact]
    public void Run_AfterDispose_Throws()
    {
        var team = new WorkerTeam(2);
        team.Dispose();

        Assert.Throws<ObjectDisposedException>(() => team.Run(_ => { }));
    }

    [Fact]
    public void Run_AfterTheWorkersParked_WakesThem()
    {
        using var team = new WorkerTeam(3);
        using var parked = new ManualResetEventSlim();
        int runs = 0;
        for (int i = 0; i < 5; i++)
        {
            // Longer than the workers spin.
            parked.Wait(5);
            team.Run(_ => Interlocked.Increment(ref runs));
        }

        Assert.Equal(15, runs);
    }

    [Fact]
    public void Run_CachedBody_AllocatesNothing()
    {
        using var team = new WorkerTeam(2);
        var body = new Action<int>(_ => team.Barrier());
        team.Run(body);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++)
        {
            team.Run(body);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
