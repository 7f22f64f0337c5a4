using AdaptiveProvider.Training.Data;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>The tokens of a batch that have something to predict.</summary>
/// <remarks>
/// They are filled up to whole blocks with places that predict nothing: libtorch's processor library compiles and keeps a kernel for every
/// shape that it meets, and one for every number of targets takes a millisecond and most of a megabyte each.
/// </remarks>
/// <param name="Places">[blocks · block], 64-bit: where they are, row after row.</param>
/// <param name="Targets">[blocks · block], 64-bit: what they predict; negative for those that fill up.</param>
/// <param name="Count">Those that predict something; they come first.</param>
internal sealed record Predicted(Tensor Places, Tensor Targets, int Count)
{
    /// <summary>Places of a block.</summary>
    public const int Block = 64;

    /// <summary>Finds them and copies them to a device.</summary>
    public static Predicted Of(PackedBatch batch, Device device)
    {
        int[] real = [.. Enumerable.Range(0, batch.Targets.Length).Where(i => batch.Targets[i] >= 0)];
        long[] places = new long[(real.Length + Block - 1) / Block * Block], targets = new long[places.Length];
        Array.Fill(targets, PackedBatch.NoTarget);
        for (int i = 0; i < real.Length; i++)
        {
            (places[i], targets[i]) = (real[i], batch.Targets[real[i]]);
        }

        return new Predicted(tensor(places).to(device), tensor(targets).to(device), real.Length);
    }
}
