using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Transfers;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Lays out the passes of a step over its rows. A pass over the same items as the one before shares all of its indices.</summary>
/// <param name="planes">Where each loop's keys and values are.</param>
/// <param name="store">The cache.</param>
/// <param name="rows">The step's rows.</param>
/// <param name="numbers">Receives the indices.</param>
/// <param name="loopsDiffer">True for stages whose loops have weights of their own or choose their rows.</param>
internal sealed class PassLayout(KvPlanes planes, KvStore store, StepRows rows, StagedNumbers<long> numbers, Func<int, bool> loopsDiffer)
{
    /// <summary>The passes in order.</summary>
    public List<PassRows> Passes { get; } = [];

    /// <summary>Lays out the passes of the plan that the rows were loaded with.</summary>
    public void Load()
    {
        Passes.Clear();
        foreach (var pass in rows.Plan.Passes)
        {
            // Loops with weights of their own run one after the other; loops that share them run together.
            if (pass.Entries.Count > 1 && loopsDiffer(pass.StageIndex) && pass.Entries.Exists(entry => entry.Loop != pass.Entries[0].Loop))
            {
                foreach (var loop in pass.Entries.GroupBy(entry => entry.Loop))
                {
                    AddPass(pass.StageIndex, [.. loop]);
                }
            }
            else if (pass.Entries.Count > 0)
            {
                AddPass(pass.StageIndex, [.. pass.Entries]);
            }
        }
    }

    private void AddPass(int stage, StagePass.Entry[] entries)
    {
        Array.Sort(entries, (left, right) => rows.Rank(left.Item).CompareTo(rows.Rank(right.Item)));
        int[] members = [.. entries.Select(entry => entry.Item)];
        var ranges = Array.ConvertAll(entries, entry => planes[stage, entry.Loop]);
        int plane = ranges.Min(range => range.First);
        var relative = Array.ConvertAll(ranges, range => (range.First - plane, range.Writes));
        if (Passes.Count > 0 && Passes[^1].Members.AsSpan().SequenceEqual(members) && Passes[^1].MemberPlanes.AsSpan().SequenceEqual(relative))
        {
            Passes.Add(Passes[^1] with { Stage = stage, Loop = entries[0].Loop, Plane = plane });
            return;
        }

        var (gathered, rowCount) = AddGathered(members);
        var (writeTokens, writeRows) = AddWrites(members, relative);
        Passes.Add(new PassRows
        {
            Stage = stage,
            Loop = entries[0].Loop,
            Plane = plane,
            FirstRow = rows.FirstRow(members[0]),
            RowCount = rowCount,
            Gathered = gathered,
            WriteTokens = writeTokens,
            WriteRows = writeRows,
            Members = members,
            MemberPlanes = relative,
            Groups = Groups(members, relative),
            Ranges = AddRanges(members, relative),
            SpanMax = members.Max(item => rows.Plan.Items[item].Length),
            LengthMax = members.Max(item => rows.Plan.Items[item].Position + rows.Plan.Items[item].Length),
        });
    }

    private (Section? Gathered, int RowCount) AddGathered(int[] members)
    {
        int rowCount = 0;
        bool consecutive = true;
        foreach (int item in members)
        {
            consecutive &= rows.FirstRow(item) == rows.FirstRow(members[0]) + rowCount;
            rowCount += rows.Plan.Items[item].Length;
        }

        if (consecutive)
        {
            return (null, rowCount);
        }

        var gathered = numbers.Add(rowCount, out var section);
        int next = 0;
        foreach (int item in members)
        {
            for (int row = 0; row < rows.Plan.Items[item].Length; row++)
            {
                gathered[next++] = rows.FirstRow(item) + row;
            }
        }

        return (section, rowCount);
    }

    private (Section? Tokens, Section? Rows) AddWrites(int[] members, (int Plane, bool Writes)[] memberPlanes)
    {
        var tokens = new List<long>();
        var writers = new List<long>();
        int first = 0;
        for (int i = 0; i < members.Length; i++)
        {
            var work = rows.Plan.Items[members[i]];
            for (int row = 0; memberPlanes[i].Writes && row < work.Length; row++)
            {
                tokens.Add(store.Token(memberPlanes[i].Plane, work.Slot, work.Position + row));
                writers.Add(first + row);
            }

            first += work.Length;
        }

        return tokens.Count == 0 ? (null, null)
            : (numbers.Add([.. tokens]), writers.Count == first ? null : numbers.Add([.. writers]));
    }

    private List<SpanGroup> Groups(int[] members, (int Plane, bool Writes)[] memberPlanes)
    {
        var groups = new List<SpanGroup>();
        int row = 0;
        for (int i = 0; i < members.Length; i++)
        {
            var work = rows.Plan.Items[members[i]];
            long token = store.Token(memberPlanes[i].Plane, work.Slot, 0);
            int length = work.Position + work.Length;
            if (groups.Count > 0 && groups[^1] is var last && last.Span == work.Length && token == last.Token + ((long)last.Spans * store.Shape.SlotLength))
            {
                groups[^1] = last with { Spans = last.Spans + 1, Length = Math.Max(last.Length, length) };
            }
            else
            {
                groups.Add(new SpanGroup(row, work.Slot, token, 1, work.Length, length));
            }

            row += work.Length;
        }

        return groups;
    }

    private Section AddRanges(int[] members, (int Plane, bool Writes)[] memberPlanes)
    {
        int count = members.Length;
        var ranges = numbers.Add((3 * count) + 2, out var section);
        ranges[0] = 0;
        for (int i = 0; i < count; i++)
        {
            var work = rows.Plan.Items[members[i]];
            ranges[i + 1] = ranges[i] + work.Length;
            ranges[count + 1 + i] = store.Token(memberPlanes[i].Plane, work.Slot, 0);
            ranges[(2 * count) + 2 + i] = work.Position + work.Length;
        }

        ranges[(2 * count) + 1] = ranges[2 * count];
        return section;
    }
}
