using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Weights;

/// <summary>The tensors of a model folder by name, over model.safetensors or the shards that its index names.</summary>
/// <remarks>With shards, the index decides which file a tensor comes from; tensors that it does not name are not part of the model.</remarks>
public sealed class Checkpoint : IDisposable
{
    internal const string IndexFileName = "model.safetensors.index.json";
    internal const string SingleFileName = "model.safetensors";
    private readonly SafetensorsFile[] _files;
    private readonly Dictionary<string, SafetensorsFile> _fileByTensor;

    private Checkpoint(string source, SafetensorsFile[] files, Dictionary<string, SafetensorsFile> fileByTensor)
        => (Source, _files, _fileByTensor) = (source, files, fileByTensor);

    /// <summary>The file that says which tensors there are.</summary>
    public string Source { get; }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => _fileByTensor.Keys;

    /// <summary>Bytes of all weight files.</summary>
    public long FileBytes => _files.Sum(file => file.Length);

    /// <summary>Maps the weight files of a folder.</summary>
    /// <exception cref="ModelFormatException">There are none, one is missing, or one breaks a rule of its format.</exception>
    public static Checkpoint Open(string folder)
    {
        string single = Path.Combine(folder, SingleFileName), index = Path.Combine(folder, IndexFileName);
        if (File.Exists(single))
        {
            var file = SafetensorsFile.Open(single);
            return new Checkpoint(single, [file], file.Names.ToDictionary(name => name, _ => file));
        }

        return File.Exists(index) ? OpenShards(folder, index) : throw NoWeights(folder);
    }

    /// <summary>True when the checkpoint has the tensor.</summary>
    public bool Contains(string name) => _fileByTensor.ContainsKey(name);

    /// <summary>A view of a tensor.</summary>
    /// <exception cref="ModelFormatException">There is no such tensor, or it is of an unsupported type or size.</exception>
    public WeightTensor Get(string name) => _fileByTensor.GetValueOrDefault(name)?.Get(name)
        ?? throw new ModelFormatException(Source, name, "the tensor is missing. The checkpoint does not fit its config.json, or is incomplete: download it again.");

    /// <summary>A view of a tensor that must have a certain shape.</summary>
    /// <exception cref="ModelFormatException">As <see cref="Get(string)"/>, or the shape differs; the exception names both.</exception>
    public WeightTensor Get(string name, params ReadOnlySpan<int> shape)
    {
        var tensor = Get(name);
        return tensor.Shape.AsSpan().SequenceEqual(shape) ? tensor : throw new ModelFormatException(
            _fileByTensor[name].Path,
            name,
            $"has shape [{string.Join(", ", tensor.Shape)}], but config.json asks for [{string.Join(", ", shape.ToArray())}]. Use the config.json that belongs to the weights.");
    }

    /// <summary>Unmaps every file; tensors cannot be read any more.</summary>
    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private static Checkpoint OpenShards(string folder, string indexPath)
    {
        var shardByTensor = ShardIndex.Read(indexPath);
        ImmutableArray<string> shards = [.. shardByTensor.Values.Distinct()];
        string[] missing = [.. shards.Where(shard => !File.Exists(Path.Combine(folder, shard)))];
        if (missing.Length > 0)
        {
            throw new ModelFormatException(indexPath, "weight_map", $"names files that the folder lacks: {string.Join(", ", missing.Take(8))}. Download them.");
        }

        var files = new Dictionary<string, SafetensorsFile>();
        try
        {
            foreach (string shard in shards)
            {
                files.Add(shard, SafetensorsFile.Open(Path.Combine(folder, shard)));
            }

            foreach (var (tensor, shard) in shardByTensor)
            {
                if (!files[shard].Contains(tensor))
                {
                    throw new ModelFormatException(indexPath, tensor, $"should be in {shard}, which does not have it. Download the index and the shards again.");
                }
            }

            return new Checkpoint(indexPath, [.. files.Values], shardByTensor.ToDictionary(pair => pair.Key, pair => files[pair.Value]));
        }
        catch
        {
            foreach (var file in files.Values)
            {
                file.Dispose();
            }

            throw;
        }
    }

    private static ModelFormatException NoWeights(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new ModelFormatException(folder, null, "there is no such folder. Name the folder that holds the safetensors files.");
        }

        var anyFile = new EnumerationOptions { IgnoreInaccessible = true };
        string[] others = [.. Directory.EnumerateFiles(folder, "*", anyFile).Select(file => Path.GetFileName(file)!)
            .Where(file => Path.GetExtension(file) is ".bin" or ".gguf" or ".pt" or ".pth" or ".safetensors" or ".onnx").Order().Take(4)];
        return new ModelFormatException(folder, null, others.Length == 0
            ? $"has neither {SingleFileName} nor {IndexFileName}. Download the weights into it."
            : $"has neither {SingleFileName} nor {IndexFileName}, only {string.Join(", ", others)}. Convert the weights to safetensors under that name, or download them so.");
    }
}
