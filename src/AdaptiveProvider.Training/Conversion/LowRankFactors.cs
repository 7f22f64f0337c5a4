using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>The best approximation of a matrix by a product of low rank: its singular value decomposition, cut.</summary>
/// <param name="A">[rank, inputs], double precision: right singular vectors</param>
/// <param name="B">[outputs, rank], double precision: left singular vectors times singular values</param>
/// <param name="SingularValues">All of them, descending, [min(outputs, inputs)].</param>
internal sealed record LowRankFactors(Tensor A, Tensor B, double[] SingularValues)
{
    /// <summary>Decomposes a matrix (Relaxed Recursive Transformers §2.3).</summary>
    /// <param name="matrix">[outputs, inputs], finite, double precision</param>
    /// <param name="rank">At least 1; beyond the matrix' own rank A and B are filled up with zeros.</param>
    /// <exception cref="ExternalException">The decomposition does not converge or memory is short.</exception>
    public static LowRankFactors Of(Tensor matrix, int rank)
    {
        using var scope = NewDisposeScope();
        var (left, values, right) = linalg.svd(matrix, fullMatrices: false); // [outputs, k], [k], [k, inputs]
        long kept = Math.Min(rank, values.shape[0]);
        var a = zeros(rank, matrix.shape[1], ScalarType.Float64); // [rank, inputs]
        var b = zeros(matrix.shape[0], rank, ScalarType.Float64); // [outputs, rank]
        a.narrow(0, 0, kept).copy_(right.narrow(0, 0, kept));
        b.narrow(1, 0, kept).copy_(left.narrow(1, 0, kept) * values.narrow(0, 0, kept));
        return new LowRankFactors(a.MoveToOuterDisposeScope(), b.MoveToOuterDisposeScope(), values.data<double>().ToArray());
    }
}
