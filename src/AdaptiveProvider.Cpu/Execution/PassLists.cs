using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>What passes are made of, one list per kind over all of them: written by one thread, read by all workers, reused without allocation.</summary>
internal sealed class PassLists(int kvHeads, int taskRows)
{
    /// <summary>Runs.</summary>
    public List<PassRun> Runs { get; } = [];

    /// <summary>The cache planes of each run.</summary>
    public List<KvPlanes.Range> Planes { get; } = [];

    /// <summary>The loop of each run, beside its planes.</summary>
    public List<int> Loops { get; } = [];

    /// <summary>The place of each row, in the order of the runs.</summary>
    public List<RowPlace> Places { get; } = [];

    /// <summary>Attention tasks.</summary>
    public List<AttentionTask> Tasks { get; } = [];

    /// <summary>Empties the lists.</summary>
    public void Clear()
    {
        Runs.Clear();
        Planes.Clear();
        Loops.Clear();
        Places.Clear();
        Tasks.Clear();
    }

    /// <summary>Cuts some runs into attention tasks.</summary>
    public Section AddTasks(Section runs)
    {
        int first = Tasks.Count;
        for (int run = runs.First; run < runs.First + runs.Count; run++)
        {
            for (int kvHead = 0; kvHead < kvHeads; kvHead++)
            {
                for (int row = 0; row < Runs[run].Length; row += taskRows)
                {
                    Tasks.Add(new AttentionTask(run, kvHead, row, Math.Min(taskRows, Runs[run].Length - row)));
                }
            }
        }

        return new Section(first, Tasks.Count - first);
    }
}
