using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>A packed batch on the device.</summary>
/// <param name="Tokens">[batch, rows]</param>
/// <param name="Documents">[batch, rows]: which document of the row a token belongs to; tokens see only their own. Negative for padding.</param>
/// <param name="Positions">[batch, rows]: position in the document, from 0.</param>
internal sealed record ModelInput(Tensor Tokens, Tensor Documents, Tensor Positions)
{
    /// <summary>Copies host arrays to a device.</summary>
    public static ModelInput Of(int[] tokens, int[] documents, int[] positions, int rows, Device device)
    {
        long length = tokens.Length / rows;
        return new ModelInput(Upload(tokens), Upload(documents), Upload(positions));

        Tensor Upload(int[] values)
        {
            using var host = tensor(values, rows, length);
            return host.to(ScalarType.Int64).to(device);
        }
    }
}
