using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>What attention needs to know of the rows that it runs on: where they are and whom they may see.</summary>
/// <param name="Cosine">[batch, rows, 1, head dim]</param>
/// <param name="Sine">[batch, rows, 1, head dim]</param>
/// <param name="Mask">[batch, 1, rows, keys]: 0 where a row sees a key, minus infinity elsewhere.</param>
internal sealed record RowContext(Tensor Cosine, Tensor Sine, Tensor Mask)
{
    /// <summary>The context of chosen rows among themselves.</summary>
    /// <param name="rows">[batch, chosen], ascending</param>
    public RowContext Among(Tensor rows) => Keys(Queries(rows), rows);

    /// <summary>The context of chosen rows that see all keys.</summary>
    /// <param name="rows">[batch, chosen], ascending</param>
    public RowContext Queries(Tensor rows)
    {
        long dim = Cosine.shape[3], keys = Mask.shape[3];
        var index = rows.unsqueeze(-1).unsqueeze(-1).expand(-1, -1, 1, dim); // [batch, chosen, 1, head dim]
        var maskRows = rows.unsqueeze(1).unsqueeze(-1).expand(-1, 1, -1, keys); // [batch, 1, chosen, keys]
        return new RowContext(Cosine.gather(1, index), Sine.gather(1, index), Mask.gather(2, maskRows));
    }

    private static RowContext Keys(RowContext context, Tensor rows)
        => context with { Mask = context.Mask.gather(3, rows.unsqueeze(1).unsqueeze(1).expand(-1, 1, context.Mask.shape[2], -1)) };
}
