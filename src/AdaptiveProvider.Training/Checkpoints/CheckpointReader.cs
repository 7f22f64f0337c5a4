using AdaptiveProvider.Models;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>Reads a model folder, this project's own format or a plain Llama-like one, so that it can be trained, evaluated or teach.</summary>
public static class CheckpointReader
{
    /// <summary>The architecture of a folder.</summary>
    /// <exception cref="ModelFormatException">The folder cannot be read, or has something that training does not know; the exception names file and field.</exception>
    public static ArchitectureConfiguration ReadArchitecture(string folder)
    {
        using var files = ModelFolder.Open(folder);
        return ArchitectureReader.Read(files);
    }

    /// <summary>The architecture and the weights of a folder, in single precision.</summary>
    /// <param name="folder">The model folder; not needed afterwards.</param>
    /// <param name="device">Where the parameters go.</param>
    /// <exception cref="ModelFormatException">As <see cref="ReadArchitecture"/>.</exception>
    public static ModelParameters Read(string folder, Device device)
    {
        using var files = ModelFolder.Open(folder);
        var parameters = new ModelParameters(ArchitectureReader.Read(files), seed: 0, device);
        try
        {
            Load(parameters, files);
            return parameters;
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <summary>Sets parameters to the weights of a folder.</summary>
    /// <param name="parameters">Made for the folder's architecture.</param>
    /// <param name="folder">The model folder.</param>
    /// <exception cref="ModelFormatException">The folder cannot be read.</exception>
    /// <exception cref="TrainingException">The folder holds another architecture.</exception>
    public static void Load(ModelParameters parameters, string folder)
    {
        using var files = ModelFolder.Open(folder);
        Load(parameters, files);
    }

    private static void Load(ModelParameters parameters, ModelFolder folder)
    {
        // Low-rank pairs may be missing, as may the first loop's auxiliary router: their start changes nothing. All else is in every folder.
        using var scope = NewDisposeScope();
        var read = new HashSet<string>();
        foreach (var weight in NamedWeights.Of(folder.Weights))
        {
            if (!parameters.Contains(weight.Name))
            {
                throw new TrainingException($"{folder.Path} has {weight.Name}, which the architecture has not. Use the architecture of that folder.");
            }

            using var values = TensorFiles.ToTensor(weight, parameters.Device);
            parameters.Set(weight.Name, values);
            read.Add(weight.Name);
        }

        if (parameters.Names.FirstOrDefault(name => !read.Contains(name) && !IsOptional(name)) is { } missing)
        {
            throw new TrainingException($"{folder.Path} lacks {missing}, which the architecture asks for. Use the architecture of that folder.");
        }
    }

    private static bool IsOptional(string name)
        => name.Contains(".lora_", StringComparison.Ordinal) || name == ParameterNames.TokenRouterBias
            || name.StartsWith(ParameterNames.Router(0, auxiliary: true), StringComparison.Ordinal);
}
