using AdaptiveProvider.Models;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>Begins a run with the weights of another model instead of random ones.</summary>
internal static class InitialWeights
{
    /// <summary>Copies weights. Routers and low-rank weights that the other model lacks keep their start, so that a plain model can become an adaptive one.</summary>
    /// <param name="parameters">What is to be trained.</param>
    /// <param name="folder">A training run or a model folder.</param>
    /// <param name="warn">Told of checkpoints that are passed over, and of what keeps its start.</param>
    /// <exception cref="TrainingException">The other model lacks more than that, or has other shapes.</exception>
    /// <exception cref="ModelFormatException">The model folder cannot be read.</exception>
    public static void Copy(ModelParameters parameters, string folder, Action<string> warn)
    {
        var run = new RunFolder(folder);
        using var source = run.Exists ? run.LoadParameters(parameters.Device, warn) : CheckpointReader.Read(folder, parameters.Device);
        string[] missing = [.. parameters.Names.Where(name => !source.Contains(name))];
        if (missing.FirstOrDefault(name => !KeepsItsStart(name)) is { } needed)
        {
            throw new TrainingException($"{folder} has no {needed}, which the architecture asks for. Use a model of the same sharing and depth.");
        }

        if (missing.Length > 0)
        {
            warn($"{folder} has no {missing[0]}{(missing.Length > 1 ? $" and {missing.Length - 1} more" : "")}; they start as in a new model.");
        }

        foreach (string name in parameters.Names.Where(source.Contains))
        {
            parameters.Set(name, source[name]);
        }
    }

    private static bool KeepsItsStart(string name) => name.Contains("router", StringComparison.Ordinal) || name.Contains(".lora_", StringComparison.Ordinal);
}
