using AdaptiveProvider.Engine.Execution;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.KeyValues;

/// <summary>Hidden states of rows that left early, so that a later item can take them deeper.</summary>
internal sealed class KeptStates : IDisposable
{
    private readonly Tensor _states; // [slots * capacity, hidden]

    /// <summary>Allocates the states, none of them kept.</summary>
    public KeptStates(int slotCount, int capacity, int hiddenSize, ScalarType type, Device device)
    {
        Rows = new KeptRows(slotCount, capacity, $"{nameof(TorchExecutorOptions)}.{nameof(TorchExecutorOptions.KeptRowsMax)}");
        _states = zeros((long)slotCount * capacity, hiddenSize, type, device).DetachFromDisposeScope();
    }

    /// <summary>Which rows are kept.</summary>
    public KeptRows Rows { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _states.NumberOfElements * _states.ElementSize;

    /// <summary>Kept states, [places, hidden].</summary>
    public Tensor Read(Tensor places) => _states.index_select(0, places);

    /// <summary>Keeps states, [places, hidden].</summary>
    public void Write(Tensor places, Tensor states) => _states.index_copy_(0, places, states);

    /// <inheritdoc/>
    public void Dispose() => _states.Dispose();
}
