using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Transfers;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Keeps settled states beyond the step, for items that ask for it.</summary>
/// <param name="kept">Where they go.</param>
/// <param name="rows">The step's rows.</param>
/// <param name="captures">The settled states.</param>
/// <param name="numbers">Receives the indices.</param>
internal sealed class StateKeeper(KeptStates kept, StepRows rows, StateCaptures captures, StagedNumbers<long> numbers)
{
    private Section _captured, _places;

    /// <summary>Collects where states come from and go to.</summary>
    public void Stage()
    {
        List<long> captured = [], places = [];
        for (int item = 0; item < rows.Plan.Items.Count; item++)
        {
            var work = rows.Plan.Items[item];
            for (int row = 0; work.KeepHidden && row < work.Length; row++)
            {
                captured.Add(captures.Settled(item) + row);
                places.Add(kept.Rows.Index(work.Slot, work.Position + row));
            }
        }

        (_captured, _places) = (numbers.Add([.. captured]), numbers.Add([.. places]));
    }

    /// <summary>Keeps the states, and forgets those whose positions began anew.</summary>
    public void Keep(StepTensors step)
    {
        foreach (var item in rows.Plan.Items)
        {
            if (item.FirstPass == 0)
            {
                kept.Rows.ForgetFrom(item.Slot, item.Position);
            }

            for (int row = 0; item.KeepHidden && row < item.Length; row++)
            {
                kept.Rows.Keep(item.Slot, item.Position + row, item.EndPass);
            }
        }

        if (_captured.Count > 0)
        {
            kept.Write(step.Indices(_places), captures.States!.index_select(0, step.Indices(_captured)));
        }
    }
}
