using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Tells weights from others without reading them all: what was measured on a model says nothing about one with another fingerprint.</summary>
/// <remarks>
/// The SHA-256 of every tensor's name, element type and shape and of the front of its first, middle and last row. Training and conversion change all rows;
/// a single changed number elsewhere is not noticed. The same for a checkpoint in one file or in shards.
/// </remarks>
public static class WeightFingerprint
{
    private const int RowBytesMax = 4096;

    /// <summary>The fingerprint: sha256: and 64 hexadecimal digits.</summary>
    public static string Of(DecoderWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in weights.DistinctTensors())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name}:{tensor.Type}:"));
            foreach (int size in tensor.Shape)
            {
                Append(hash, size);
            }

            foreach (int row in (int[])[0, tensor.RowCount / 2, tensor.RowCount - 1])
            {
                var bytes = tensor.RowBytes(row);
                hash.AppendData(bytes[..Math.Min(bytes.Length, RowBytesMax)]);
            }
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
