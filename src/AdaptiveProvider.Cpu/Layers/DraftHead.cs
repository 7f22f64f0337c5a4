using System.Collections.Immutable;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Layers;

/// <summary>A head of a few tokens, from which drafts are drawn without reading the whole head.</summary>
/// <param name="Weights">[draft tokens, hidden]</param>
/// <param name="Tokens">The token of each output.</param>
internal sealed record DraftHead(WeightMatrix Weights, ImmutableArray<int> Tokens)
{
    /// <summary>Packs some rows of the head.</summary>
    public static DraftHead Pack(WeightTensor head, ImmutableArray<int> tokens, PackedMatrices matrices)
    {
        float[] values = new float[tokens.Length * head.RowLength];
        for (int i = 0; i < tokens.Length; i++)
        {
            head.CopyRowTo(tokens[i], values.AsSpan(i * head.RowLength, head.RowLength));
        }

        var rows = WeightTensor.FromValues($"{head.Name} (draft)", [tokens.Length, head.RowLength], values, head.Type);
        return new DraftHead(matrices.Stacked(new LinearPart(rows, null, null)), tokens);
    }
}
