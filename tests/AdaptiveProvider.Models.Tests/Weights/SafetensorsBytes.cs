using System.Buffers.Binary;
using System.Text;

namespace AdaptiveProvider.Models.Tests.Weights;

/// <summary>Builds safetensors files byte by byte, broken ones too.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file of a header, exactly as given, and data bytes 0, 1, 2, …</summary>
    public static byte[] File(string header, int dataLength, ulong? statedHeaderLength = null)
    {
        byte[] json = Encoding.Latin1.GetBytes(header);
        byte[] file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(file, statedHeaderLength ?? (ulong)json.Length);
        json.CopyTo(file, 8);
        for (int i = 0; i < dataLength; i++)
        {
            file[8 + json.Length + i] = (byte)i;
        }

        return file;
    }
}
