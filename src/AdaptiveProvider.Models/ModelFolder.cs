using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Configuration.Families;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models;

/// <summary>An opened Hugging Face model folder: config.json, safetensors and generation_config.json, checked against each other.</summary>
/// <remarks>
/// Weights stay mapped, not copied, until disposal: dispose only after whatever computes with them. The files must not be changed
/// while they are mapped. Nothing in the folder is trusted; nothing in it is executed.
/// </remarks>
public sealed class ModelFolder : IDisposable
{
    private const string ConfigFileName = "config.json";
    private readonly Checkpoint _checkpoint;

    private ModelFolder(string path, ModelSpec spec, GenerationDefaults defaults, string? storedType, Checkpoint checkpoint, DecoderWeights weights)
        => (Path, Spec, GenerationDefaults, StoredType, _checkpoint, Weights) = (path, spec, defaults, storedType, checkpoint, weights);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The mathematics of the model.</summary>
    public ModelSpec Spec { get; }

    /// <summary>The weights by role; readable until disposal.</summary>
    public DecoderWeights Weights { get; }

    /// <summary>What the model's maker recommends for generation.</summary>
    public GenerationDefaults GenerationDefaults { get; }

    /// <summary>The element type that config.json states (torch_dtype or dtype), for reports; null when it states none.</summary>
    public string? StoredType { get; }

    /// <summary>Bytes of all weight files.</summary>
    public long FileBytes => _checkpoint.FileBytes;

    /// <summary>Reads a folder and maps its weights.</summary>
    /// <exception cref="ModelFormatException">The folder or a file is missing, malformed or unsupported; the exception names file, field and remedy.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options ask for less than one layer per stage, or for a number of loops out of range.</exception>
    public static ModelFolder Open(string path, ModelFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ModelFolderOptions();
        if (options.LayersPerStage is { } layersPerStage)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(layersPerStage, 1, nameof(ModelFolderOptions.LayersPerStage));
        }

        if (options.Loops is { } loops)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(loops, 1, nameof(ModelFolderOptions.Loops));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(loops, ModelFolderOptions.LoopsMax, nameof(ModelFolderOptions.Loops));
        }

        var config = ConfigFields.Load(FindConfig(path));
        var family = ModelFamilies.Find(config);
        var spec = family.ReadSpec(config, options);
        var defaults = GenerationDefaults.Read(path, config);
        var checkpoint = Checkpoint.Open(path);
        try
        {
            string? storedType = config.Text("dtype") ?? config.Text("torch_dtype");
            var classifiers = ExitClassifierFile.Read(path, spec, skipsOtherLayers: options.LayersPerStage is not null || options.Loops is not null);
            var weights = family.BindWeights(config, spec, checkpoint) with { ExitClassifiers = classifiers };
            return new ModelFolder(path, spec with { ClassifierExits = [.. classifiers.Keys.Order()] }, defaults, storedType, checkpoint, weights);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Unmaps the weights; reading them afterwards throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _checkpoint.Dispose();

    private static string FindConfig(string path)
    {
        if (File.Exists(path))
        {
            throw new ModelFormatException(path, null, "is a file. Name the folder that holds config.json and the safetensors files.");
        }

        if (!Directory.Exists(path))
        {
            throw new ModelFormatException(path, null, "there is no such folder. Name the folder that holds config.json and the safetensors files.");
        }

        string config = System.IO.Path.Combine(path, ConfigFileName);
        return File.Exists(config)
            ? config
            : throw new ModelFormatException(path, ConfigFileName, "the file is missing. Name a folder in Hugging Face format: config.json beside model.safetensors.");
    }
}
