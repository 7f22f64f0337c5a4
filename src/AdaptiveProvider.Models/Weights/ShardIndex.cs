using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Reads model.safetensors.index.json: which shard holds which tensor.</summary>
public static class ShardIndex
{
    /// <summary>File names by tensor name. A file name is plain: it cannot lead out of the folder.</summary>
    /// <exception cref="ModelFormatException">The index is malformed, or a name is no plain file name.</exception>
    public static Dictionary<string, string> Read(string path)
    {
        var map = ConfigFields.Load(path, allowDuplicates: false).Object("weight_map")
            ?? throw new ModelFormatException(path, "weight_map", "is missing. Download the file again.");
        var shardByTensor = map.TextByName();
        foreach (var (tensor, shard) in shardByTensor)
        {
            // Checked by characters, not by Path, so that a folder is refused alike on every system.
            if (shard.Length is 0 or > 255 || shard.AsSpan().ContainsAny("/\\:\0") || shard.StartsWith('.') || !shard.EndsWith(".safetensors", StringComparison.Ordinal))
            {
                throw new ModelFormatException(path, tensor, $"names the file '{ConfigFields.Shorten(shard)}'; expected a plain file name that ends in .safetensors.");
            }
        }

        return shardByTensor.Count > 0 ? shardByTensor : throw new ModelFormatException(path, "weight_map", "is empty. Download the file again.");
    }
}
