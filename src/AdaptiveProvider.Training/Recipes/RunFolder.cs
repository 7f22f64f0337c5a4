using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using TorchSharp;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>A training run on disk: its configuration, mix, tokenizer, checkpoints and curve.</summary>
/// <param name="path">The folder.</param>
public sealed class RunFolder(string path)
{
    private const string ConfigurationFile = "run.json", MixFile = "mix.json", ModelFile = "model.safetensors";

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The tokenizer that the run was trained with.</summary>
    public string TokenizerFolder => System.IO.Path.Combine(Path, "tokenizer");

    /// <summary>True when the folder holds a run.</summary>
    public bool Exists => File.Exists(System.IO.Path.Combine(Path, ConfigurationFile));

    /// <summary>Checks that a configuration may go on with what the folder holds.</summary>
    /// <param name="configuration">The run that is about to go on.</param>
    /// <param name="warn">Told which fields differ.</param>
    /// <exception cref="TrainingException">The folder holds a run of another architecture.</exception>
    public void RequireSame(TrainingConfiguration configuration, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(warn);
        string[] changed = Exists ? Changes(Json(ReadConfiguration()), Json(configuration)) : [];
        if (changed.Contains("architecture"))
        {
            throw new TrainingException($"{Path} holds a run of another architecture. Name another folder, or go on with the same architecture.");
        }

        if (changed.Length > 0)
        {
            warn($"{Path} goes on with changed values of {string.Join(", ", changed)}.");
        }
    }

    /// <summary>Writes down what is run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="mix">What it draws from.</param>
    /// <param name="tokenizerFolder">Copied into the folder.</param>
    /// <exception cref="TrainingException">The tokenizer cannot be copied.</exception>
    /// <exception cref="CorpusException">A file cannot be written.</exception>
    public void Write(TrainingConfiguration configuration, MixConfiguration mix, string tokenizerFolder)
    {
        RecordFile.Write(System.IO.Path.Combine(Path, ConfigurationFile), configuration);
        RecordFile.Write(System.IO.Path.Combine(Path, MixFile), mix);
        try
        {
            Directory.CreateDirectory(TokenizerFolder);
            if (System.IO.Path.GetFullPath(tokenizerFolder) != System.IO.Path.GetFullPath(TokenizerFolder))
            {
                AccompanyingFiles.Copy(tokenizerFolder, TokenizerFolder);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The tokenizer cannot be copied to {TokenizerFolder}: {error.Message} Free space on the disk or name another folder.", error);
        }
    }

    /// <summary>The run's configuration.</summary>
    /// <exception cref="TrainingException">There is no run in the folder, or its configuration cannot be read.</exception>
    public TrainingConfiguration ReadConfiguration() => Exists
        ? TrainingConfiguration.Read(System.IO.Path.Combine(Path, ConfigurationFile))
        : throw new TrainingException($"{Path} holds no training run: {ConfigurationFile} is missing. Name the --out folder of a run.");

    /// <summary>The model of the newest checkpoint that can be read.</summary>
    /// <param name="device">Where to put it.</param>
    /// <param name="warn">Told of checkpoints that are passed over.</param>
    /// <exception cref="TrainingException">There is none.</exception>
    public ModelParameters LoadParameters(torch.Device device, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        var configuration = ReadConfiguration();
        foreach (string checkpoint in new TrainingCheckpoint(System.IO.Path.Combine(Path, "checkpoints")).Complete().Reverse())
        {
            var parameters = new ModelParameters(configuration.Architecture, configuration.Seed, device);
            try
            {
                Load(System.IO.Path.Combine(checkpoint, ModelFile), parameters);
                return parameters;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ModelFormatException)
            {
                parameters.Dispose();
                warn($"The checkpoint {checkpoint} cannot be read and is passed over: {error.Message}");
            }
            catch
            {
                parameters.Dispose();
                throw;
            }
        }

        throw new TrainingException($"{Path} has no checkpoint that can be read. Train first, or name another folder.");
    }

    private static void Load(string file, ModelParameters parameters)
    {
        using var scope = torch.NewDisposeScope();
        using var tensors = SafetensorsFile.Open(file);
        foreach (string name in parameters.Names)
        {
            parameters.Set(name, TensorFiles.ToTensor(tensors.Get(name), parameters.Device));
        }
    }

    private static string[] Changes(JsonObject old, JsonObject now)
        => [.. now.Where(field => !JsonNode.DeepEquals(field.Value, old[field.Key])).Select(field => field.Key)];

    private static JsonObject Json(TrainingConfiguration configuration) => JsonSerializer.SerializeToNode(configuration, TrainingConfiguration.Json)!.AsObject();
}
