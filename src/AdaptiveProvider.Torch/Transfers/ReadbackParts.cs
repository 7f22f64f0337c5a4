using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Transfers;

/// <summary>What a step reads back, collected so that it comes in one piece.</summary>
internal sealed class ReadbackParts
{
    private readonly List<Tensor> _parts = [];
    private int _count;

    /// <summary>Forgets the last step's parts.</summary>
    public void Clear()
    {
        _parts.Clear();
        _count = 0;
    }

    /// <summary>Adds numbers, and returns where they will be among all.</summary>
    /// <param name="numbers">[count] in single precision.</param>
    public Section Add(Tensor numbers)
    {
        _parts.Add(numbers);
        var section = new Section(_count, checked((int)numbers.NumberOfElements));
        _count = checked(_count + section.Count);
        return section;
    }

    /// <summary>All numbers, [count]; at least one, since reading back is what a step waits for.</summary>
    /// <param name="hidden">The states, [rows, hidden], whose first number serves where nothing was added.</param>
    public Tensor All(Tensor hidden) => _parts.Count switch
    {
        0 => hidden.narrow(0, 0, 1).narrow(1, 0, 1).to(ScalarType.Float32).view(-1),
        1 => _parts[0],
        _ => cat(_parts, 0),
    };
}
