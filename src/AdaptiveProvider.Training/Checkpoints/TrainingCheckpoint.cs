using System.Text.Json;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Optimization;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>Saves a run so that it goes on from any step with the same result.</summary>
/// <remarks>A checkpoint appears under its name only when it is complete, and the one before is deleted only after that.</remarks>
internal sealed class TrainingCheckpoint(string folder)
{
    private const string Prefix = "step-", Partial = ".partial", StateFile = "state.json", ModelFile = "model.safetensors", OptimizerFile = "optimizer.safetensors";
    private const int Kept = 2;

    /// <summary>The newest complete checkpoint; null without any.</summary>
    public string? Newest => Complete().LastOrDefault();

    /// <summary>Writes a checkpoint.</summary>
    /// <exception cref="TrainingException">The disk is full or the folder not writable; earlier checkpoints are untouched.</exception>
    public string Save(TrainingState state, ModelParameters parameters, Optimizer optimizer)
    {
        string target = Path.Combine(folder, $"{Prefix}{state.Step:d8}"), partial = target + Partial;
        try
        {
            Directory.CreateDirectory(partial);
            SafetensorsWriter.Write(Path.Combine(partial, ModelFile), parameters.Names.Select(name => TensorFiles.ToWeight(name, parameters[name], WeightType.F32)));
            SafetensorsWriter.Write(Path.Combine(partial, OptimizerFile), optimizer.State.Select(entry => TensorFiles.ToWeight(entry.Name, entry.Values, WeightType.F32)));
            File.WriteAllText(Path.Combine(partial, StateFile), JsonSerializer.Serialize(state, TrainingConfiguration.Json));
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }

            Directory.Move(partial, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Discard(partial);
            throw new TrainingException($"The checkpoint {target} cannot be written: {error.Message} Free space on the disk or name another folder; the last good checkpoint is {Newest ?? "none"}.", error);
        }

        foreach (string old in Complete().SkipLast(Kept))
        {
            Discard(old);
        }

        return target;
    }

    /// <summary>Reads the newest readable checkpoint into the run.</summary>
    /// <returns>Where the run stands; null when there is no checkpoint.</returns>
    /// <exception cref="TrainingException">There are checkpoints, but none of them can be read, or the newest belongs to another configuration.</exception>
    public TrainingState? Load(ModelParameters parameters, Optimizer optimizer, Action<string> warn)
    {
        Exception? last = null;
        foreach (string candidate in Complete().Reverse())
        {
            try
            {
                return LoadFrom(candidate, parameters, optimizer);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or ModelFormatException)
            {
                last = error;
                warn($"The checkpoint {candidate} cannot be read and is passed over: {error.Message}");
            }
        }

        return last is null ? null : throw new TrainingException($"No checkpoint in {folder} can be read. Delete the folder to start anew. The last error: {last.Message}", last);
    }

    private static TrainingState LoadFrom(string path, ModelParameters parameters, Optimizer optimizer)
    {
        var state = JsonSerializer.Deserialize<TrainingState>(File.ReadAllText(Path.Combine(path, StateFile)), TrainingConfiguration.Json);
        if (state is not { Step: >= 0, Tokens: >= 0, OptimizerSteps: >= 0, Data: not null } || !double.IsFinite(state.Seconds))
        {
            throw new JsonException($"{StateFile} lacks fields.");
        }

        using var model = SafetensorsFile.Open(Path.Combine(path, ModelFile));
        using var moments = SafetensorsFile.Open(Path.Combine(path, OptimizerFile));

        // Everything is read before anything is changed, so that a damaged file leaves the run as it was.
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var _ = TorchSharp.torch.no_grad();
        var targets = parameters.Names.Select(name => (File: model, Name: name, Values: parameters[name]))
            .Concat(optimizer.State.Select(entry => (File: moments, entry.Name, entry.Values)));
        foreach (var (target, source) in targets.Select(entry => (entry.Values, Read(path, entry.File, entry.Name, entry.Values))).ToList())
        {
            target.copy_(source);
        }

        optimizer.Steps = state.OptimizerSteps;
        return state;
    }

    private static TorchSharp.torch.Tensor Read(string path, SafetensorsFile file, string name, TorchSharp.torch.Tensor target)
    {
        string? found = !file.Contains(name) ? "is missing" : file.Get(name) is { } weight && !weight.Shape.Select(size => (long)size).SequenceEqual(target.shape)
            ? $"has shape [{string.Join(", ", weight.Shape)}]"
            : null;
        return found is null
            ? TensorFiles.ToTensor(file.Get(name), target.device)
            : throw new TrainingException(
                $"The checkpoint {path} belongs to another architecture or optimiser: {name} {found}, and [{string.Join(", ", target.shape)}] is asked for. Name another folder, or go on with the configuration of that run.");
    }

    /// <summary>All complete checkpoints, the oldest first.</summary>
    public IEnumerable<string> Complete() => Directory.Exists(folder)
        ? Directory.GetDirectories(folder, Prefix + "*").Where(path => !path.EndsWith(Partial, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        : [];

    private static void Discard(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be deleted does no harm.
        }
    }
}
