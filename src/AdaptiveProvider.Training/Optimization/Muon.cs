using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Optimization;

/// <summary>
/// Muon (Jordan et al. 2024): the momentum's nearest half-orthogonal matrix, by five Newton–Schulz iterations, scaled so that its
/// entries move about as much as AdamW's (Liu et al. 2025, §2.2: 0.2 · √max(rows, columns)).
/// </summary>
internal static class Muon
{
    /// <summary>The direction to subtract.</summary>
    /// <param name="update">[rows, columns]: the momentum, Nesterov's way.</param>
    public static Tensor Direction(Tensor update)
    {
        bool tall = update.shape[0] > update.shape[1];
        var x = (tall ? update.t() : update).to(ScalarType.BFloat16); // [small, large]
        x = x / (x.norm() + 1e-7);
        for (int i = 0; i < 5; i++)
        {
            var a = mm(x, x.t());
            var b = (a * -4.7750) + (mm(a, a) * 2.0315);
            x = (x * 3.4445) + mm(b, x);
        }

        var direction = (tall ? x.t() : x).to(ScalarType.Float32);
        return direction * (0.2 * Math.Sqrt(Math.Max(update.shape[0], update.shape[1])));
    }
}
