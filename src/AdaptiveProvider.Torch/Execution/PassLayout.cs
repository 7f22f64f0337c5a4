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
/// <param name="loopsDiffer">True for stages whose loops cannot run together, since they have weights of their own or one router for all.</param>
/// <param name="routedStage">The stage whose loops choose their rows; null without.</param>
internal sealed class PassLayout(
    KvPlanes planes, KvStore store, StepRows rows, StagedNumbers<long> numbers, Func<int, bool> loopsDiffer, int? routedStage = null)
{
    /// <summary>The passes in order.</summary>
    public List<PassRows> Passes { get; } = [];

    /// <summary>Lays out the passes of the plan that the rows were loaded with.</summary>
    public void Load()
    {
        Passes.Clear();
        foreach (var pass in rows.Plan.Passes)
        {
            if (pass.Entries.Count == 0)
            {
                continue;
            }

            // Loops with weights of their own run one after the other; loops that share them run together. Slots differ, so that the order is free.
            bool differ = loopsDiffer(pass.StageIndex);
            var first = PartOf(pass.Entries[0]);
            if (pass.Entries.TrueForAll(entry => PartOf(entry) == first))
            {
                AddPass(pass.StageIndex, [.. pass.Entries]);
                continue;
            }

            foreach (var part in pass.Entries.GroupBy(PartOf))
            {
                AddPass(pass.StageIndex, [.. part]);
            }

            (int Loop, bool OnlyWritesCache) PartOf(StagePass.Entry entry) => (differ ? entry.Loop : 0, rows.Plan.Items[entry.Item].OnlyWritesCache);
        }
    }

    private void AddPass(int stage, StagePass.Entry[] entries)
    {
        bool isRouted = stage == routedStage;
        Array.Sort(entries, (left, right) =>
        {
            int byLoop = isRouted ? right.Loop.CompareTo(left.Loop) : 0;
            return byLoop != 0 ? byLoop : rows.Rank(left.Item).CompareTo(rows.Rank(right.Item));
        });
        int[] members = [.. entries.Select(entry => entry.Item)];
        var loops = Loops(entries);
        var ranges = Array.ConvertAll(entries, entry => planes[stage, entry.Loop]);
        int plane = ranges.Min(range => range.First);
        var relative = Array.ConvertAll(ranges, range => (range.First - plane, range.Writes));
        if (Passes.Count > 0 && Passes[^1].Members.AsSpan().SequenceEqual(members) && Passes[^1].MemberPlanes.AsSpan().SequenceEqual(relative))
        {
            Passes.Add(Passes[^1] with { Stage = stage, Loop = entries[0].Loop, Loops = loops, Plane = plane });
            return;
        }

        var (gathered, rowCount) = AddGathered(members);
        var (writeTokens, writeRows) = AddWrites(members, relative);
        Passes.Add(new PassRows
        {
            Stage = stage,
            Loop = entries[0].Loop,
            Loops = loops,
            OnlyWritesCache = rows.Plan.Items[members[0]].OnlyWritesCache,
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

    private LoopRows[] Loops(StagePass.Entry[] entries)
    {
        var loops = new List<LoopRows>();
        int row = 0;
        foreach (var entry in entries)
        {
            int length = rows.Plan.Items[entry.Item].Length;
            if (loops.Count > 0 && loops[^1].Loop == entry.Loop)
            {
                loops[^1] = loops[^1] with { RowCount = loops[^1].RowCount + length };
            }
            else
            {
                loops.Add(new LoopRows(entry.Loop, row, length));
            }

            row += length;
        }

        return [.. loops];
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
            if (groups.Count > 0 && groups[^1] is var last && last.Span == work.Length && last.Slot + last.Spans == work.Slot && token == last.Token + ((long)last.Spans * store.Shape.SlotLength))
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
