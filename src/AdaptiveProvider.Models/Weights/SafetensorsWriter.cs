using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Writes tensors as safetensors: one file, or shards with their index.</summary>
/// <remarks>A file appears under its name only when it is complete.</remarks>
public static class SafetensorsWriter
{
    private const int DataAlignment = 8;

    /// <summary>Writes one file.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors; names must differ.</param>
    /// <param name="metadata">Free text beside the tensors, for example format = pt.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    public static void Write(string path, IEnumerable<WeightTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first keeps every tensor aligned to its element size.
        WeightTensor[] ordered = [.. tensors.OrderByDescending(tensor => tensor.ElementSize)];
        if (ordered.DistinctBy(tensor => tensor.Name).Count() != ordered.Length)
        {
            throw new ArgumentException("Two tensors have the same name.", nameof(tensors));
        }

        string partialPath = path + ".partial";
        try
        {
            using (var stream = new FileStream(partialPath, FileMode.Create, FileAccess.Write))
            {
                WriteHeader(stream, ordered, metadata);
                WriteData(stream, ordered);
            }

            File.Move(partialPath, path, overwrite: true);
        }
        catch
        {
            File.Delete(partialPath);
            throw;
        }
    }

    /// <summary>Writes model-0000i-of-0000n.safetensors and model.safetensors.index.json into a folder.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="tensors">The tensors, in the order in which they fill the shards; names must differ.</param>
    /// <param name="shardBytesMax">A shard is closed before the tensor that would make its data longer; a single tensor may exceed it.</param>
    /// <param name="metadata">Free text for every shard.</param>
    /// <exception cref="ArgumentException">Two tensors of a shard have the same name, or the folder has a model.safetensors, which readers would prefer.</exception>
    public static void WriteShards(
        string folder, IEnumerable<WeightTensor> tensors, long shardBytesMax, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (File.Exists(Path.Combine(folder, Checkpoint.SingleFileName)))
        {
            throw new ArgumentException($"The folder has a {Checkpoint.SingleFileName}, which readers prefer to shards. Delete it first.", nameof(folder));
        }

        var shards = new List<List<WeightTensor>>();
        long shardBytes = 0;
        foreach (var tensor in tensors)
        {
            if (shards.Count == 0 || shardBytes + tensor.ByteCount > shardBytesMax)
            {
                shards.Add([]);
                shardBytes = 0;
            }

            shards[^1].Add(tensor);
            shardBytes += tensor.ByteCount;
        }

        string[] files = [.. shards.Select((_, shard) => $"model-{shard + 1:d5}-of-{shards.Count:d5}.safetensors")];
        for (int shard = 0; shard < shards.Count; shard++)
        {
            Write(Path.Combine(folder, files[shard]), shards[shard], metadata);
        }

        using var index = new FileStream(Path.Combine(folder, Checkpoint.IndexFileName), FileMode.Create, FileAccess.Write);
        WriteIndex(index, shards, files);
    }

    private static void WriteData(Stream stream, WeightTensor[] tensors)
    {
        foreach (var tensor in tensors)
        {
            for (int row = 0; row < tensor.RowCount; row++)
            {
                stream.Write(tensor.RowBytes(row));
            }
        }
    }

    private static void WriteIndex(Stream stream, List<List<WeightTensor>> shards, string[] files)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", shards.SelectMany(shard => shard).Sum(tensor => tensor.ByteCount));
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach (var (tensor, file) in shards.SelectMany((shard, index) => shard.Select(tensor => (tensor, files[index]))))
        {
            json.WriteString(tensor.Name, file);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteHeader(Stream stream, WeightTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long begin = 0;
            foreach (var tensor in tensors)
            {
                WriteEntry(json, tensor, begin);
                begin += tensor.ByteCount;
            }

            json.WriteEndObject();
        }

        int padding = -header.WrittenCount & (DataAlignment - 1);
        header.GetSpan(padding)[..padding].Fill((byte)' ');
        header.Advance(padding);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
    }

    private static void WriteEntry(Utf8JsonWriter json, WeightTensor tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.ToString());
        json.WriteStartArray("shape");
        foreach (int size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
