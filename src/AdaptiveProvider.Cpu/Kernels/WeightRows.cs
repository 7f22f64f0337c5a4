using System.Runtime.InteropServices;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>The stored rows behind a matrix in the order of its packed outputs: stacked tensors, or a gate and its up projection tile by tile.</summary>
internal sealed class WeightRows
{
    private const int GatedOutputs = TileFormat.Outputs / 2;

    private readonly WeightTensor[] _tensors;
    private readonly WeightTensor?[] _biases;

    private WeightRows(bool gated, WeightTensor[] tensors, WeightTensor?[] biases)
    {
        (Gated, _tensors, _biases) = (gated, tensors, biases);
        Inputs = tensors[0].Shape[1];
        Outputs = gated ? tensors[0].Shape[0] : tensors.Sum(tensor => tensor.Shape[0]);
        int perTile = gated ? GatedOutputs : TileFormat.Outputs;
        Tiles = (Outputs + perTile - 1) / perTile;
    }

    /// <summary>Whether the halves of each tile are gates and ups.</summary>
    public bool Gated { get; }

    /// <summary>Outputs of the matrix, after gating.</summary>
    public int Outputs { get; }

    /// <summary>Inputs of the matrix.</summary>
    public int Inputs { get; }

    /// <summary>Tiles that hold the outputs.</summary>
    public int Tiles { get; }

    /// <summary>Whether any of the tensors has a bias.</summary>
    public bool HasBias => _biases.Any(bias => bias is not null);

    /// <summary>The tensors' names, for messages.</summary>
    public string Name => string.Join(" + ", _tensors.Select(tensor => tensor.Name));

    /// <summary>The rows of several tensors one after another.</summary>
    public static WeightRows Stacked(WeightTensor[] tensors, WeightTensor?[]? biases = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tensors.Length);
        return Checked(false, tensors, biases ?? new WeightTensor?[tensors.Length]);
    }

    /// <summary>A gate and its up projection.</summary>
    public static WeightRows GateAndUp(WeightTensor gate, WeightTensor up, WeightTensor? gateBias = null, WeightTensor? upBias = null)
    {
        if (gate.Shape[0] != up.Shape[0])
        {
            throw new ArgumentException($"{gate.Name} has {gate.Shape[0]} outputs, {up.Name} has {up.Shape[0]}.", nameof(up));
        }

        return Checked(true, [gate, up], [gateBias, upBias]);
    }

    /// <summary>Widens the weights of one packed output.</summary>
    /// <param name="packed">Tile * 32 + lane.</param>
    /// <param name="destination">[inputs]</param>
    /// <returns>False for a lane beyond the outputs.</returns>
    public bool TryCopyRow(int packed, Span<float> destination)
    {
        if (!TryLocate(packed, out int tensor, out int row))
        {
            return false;
        }

        if (_tensors[tensor].Type == WeightType.BF16)
        {
            WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(_tensors[tensor].RowBytes(row)), destination);
        }
        else
        {
            _tensors[tensor].CopyRowTo(row, destination);
        }

        return true;
    }

    /// <summary>The bias of one packed output; zero without or for a lane beyond the outputs.</summary>
    public float Bias(int packed)
    {
        if (!TryLocate(packed, out int tensor, out int row) || _biases[tensor] is not { } bias)
        {
            return 0;
        }

        Span<float> value = [0];
        bias.CopyRowTo(row, value);
        return value[0];
    }

    private static WeightRows Checked(bool gated, WeightTensor[] tensors, WeightTensor?[] biases)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i].Shape.Length != 2 || tensors[i].Shape[1] != tensors[0].Shape[1])
            {
                throw new ArgumentException($"{tensors[i].Name} is not a matrix of {tensors[0].Shape[^1]} inputs.", nameof(tensors));
            }

            if (biases[i] is { } bias && bias.ElementCount != tensors[i].Shape[0])
            {
                throw new ArgumentException($"{bias.Name} has {bias.ElementCount} elements for {tensors[i].Shape[0]} outputs.", nameof(biases));
            }
        }

        return new WeightRows(gated, tensors, biases);
    }

    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = BFloat16.Widen(source[i]);
        }
    }

    private bool TryLocate(int packed, out int tensor, out int row)
    {
        (int tile, int lane) = Math.DivRem(packed, TileFormat.Outputs);
        (tensor, row) = Gated ? (lane / GatedOutputs, (tile * GatedOutputs) + (lane % GatedOutputs)) : (0, packed);
        while (!Gated && tensor < _tensors.Length && row >= _tensors[tensor].Shape[0])
        {
            row -= _tensors[tensor++].Shape[0];
        }

        return tensor < _tensors.Length && row < _tensors[tensor].Shape[0];
    }
}
