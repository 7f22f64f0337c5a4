using AdaptiveProvider.Training.Data;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>A packed batch on the device.</summary>
/// <param name="Tokens">[batch, rows]</param>
/// <param name="Documents">[batch, rows]: which document of the row a token belongs to; tokens see only their own. Negative for padding.</param>
/// <param name="Positions">[batch, rows]: position in the document, from 0.</param>
/// <param name="Starts">[batch, rows]: where the token's document begins in the row; a token sees from there to itself.</param>
internal sealed record ModelInput(Tensor Tokens, Tensor Documents, Tensor Positions, Tensor Starts)
{
    /// <summary>Copies a batch to a device.</summary>
    public static ModelInput Of(PackedBatch batch, Device device) => Of(batch.Tokens, batch.Documents, batch.Positions, batch.Rows, device);

    /// <summary>Copies host arrays to a device. A document's tokens lie side by side.</summary>
    public static ModelInput Of(int[] tokens, int[] documents, int[] positions, int rows, Device device)
    {
        int length = tokens.Length / rows;
        int[] starts = new int[documents.Length];
        for (int i = 0; i < documents.Length; i++)
        {
            int column = i % length;
            starts[i] = column > 0 && documents[i] == documents[i - 1] ? starts[i - 1] : column;
        }

        return new ModelInput(Upload(tokens), Upload(documents), Upload(positions), Upload(starts));

        Tensor Upload(int[] values)
        {
            using var host = tensor(values, rows, length);
            return host.to(ScalarType.Int64).to(device);
        }
    }
}
