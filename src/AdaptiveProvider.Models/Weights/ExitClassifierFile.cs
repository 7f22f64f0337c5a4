using System.Collections.Immutable;
using System.Globalization;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>The file beside a model's weights that holds the classifiers of its exits: exits.{layers}.weight and exits.{layers}.bias.</summary>
/// <remarks>Exits are named by the layer applications before them, the tail's not counted, so that names hold however layers are cut into stages.</remarks>
public static class ExitClassifierFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "exit_classifiers.safetensors";

    private const string Remedy = "Delete the file; 'adaptive train classifiers' makes another.";

    /// <summary>Reads the classifiers into memory of their own.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="spec">The model.</param>
    /// <param name="skipsOtherLayers">Whether to leave out classifiers of layers that are no exits here, because the caller has cut depth otherwise than the folder says.</param>
    /// <returns>By the passes after which the exit is; empty without the file.</returns>
    /// <exception cref="ModelFormatException">The file is malformed, names a layer that is no exit, or a tensor is missing, unknown or of another shape or type.</exception>
    public static ImmutableDictionary<int, ExitClassifierWeights> Read(string folder, ModelSpec spec, bool skipsOtherLayers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return ImmutableDictionary<int, ExitClassifierWeights>.Empty;
        }

        using var file = SafetensorsFile.Open(path);
        var passes = spec.Layout.ExitPasses.SkipLast(1).ToDictionary(spec.Layout.LayersAfter);
        var classifiers = ImmutableDictionary.CreateBuilder<int, ExitClassifierWeights>();
        foreach (var exit in file.Names.Order(StringComparer.Ordinal).GroupBy(name => LayersOf(path, name)))
        {
            if (passes.TryGetValue(exit.Key, out int pass))
            {
                classifiers.Add(pass, new ExitClassifierWeights(
                    Tensor(file, WeightName(exit.Key), 1, spec.HiddenSize), Tensor(file, BiasName(exit.Key), 1)));
            }
            else if (!skipsOtherLayers)
            {
                throw new ModelFormatException(
                    path, exit.First(), $"a token cannot leave after {exit.Key} layers; it can after {string.Join(", ", passes.Keys.Order())}. {Remedy}");
            }
        }

        return classifiers.ToImmutable();
    }

    /// <summary>Writes the classifiers into a folder, over an earlier file.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="classifiers">By layer applications: w, [hidden], and b.</param>
    public static void Write(string folder, IReadOnlyDictionary<int, (float[] Weight, float Bias)> classifiers)
    {
        ArgumentNullException.ThrowIfNull(classifiers);
        SafetensorsWriter.Write(
            Path.Combine(folder, FileName),
            classifiers.OrderBy(exit => exit.Key).SelectMany(exit => (WeightTensor[])
            [
                WeightTensor.FromValues(WeightName(exit.Key), [1, exit.Value.Weight.Length], exit.Value.Weight),
                WeightTensor.FromValues(BiasName(exit.Key), [1], [exit.Value.Bias]),
            ]));
    }

    private static string WeightName(int layers) => string.Create(CultureInfo.InvariantCulture, $"exits.{layers}.weight");

    private static string BiasName(int layers) => string.Create(CultureInfo.InvariantCulture, $"exits.{layers}.bias");

    private static int LayersOf(string path, string name)
        => name.Split('.') is [_, var number, _] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int layers)
            && (name == WeightName(layers) || name == BiasName(layers))
                ? layers
                : throw new ModelFormatException(path, name, $"is not called exits.N.weight or exits.N.bias, N a number of layers. {Remedy}");

    // Copied, so that the file can be replaced while the model is in use.
    private static WeightTensor Tensor(SafetensorsFile file, string name, params ImmutableArray<int> shape)
    {
        if (!file.Contains(name))
        {
            throw new ModelFormatException(file.Path, name, $"the tensor is missing. {Remedy}");
        }

        var tensor = file.Get(name);
        if (tensor.Type == WeightType.I8)
        {
            throw new ModelFormatException(file.Path, name, $"has element type I8; F32, F16 and BF16 are supported. {Remedy}");
        }

        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw new ModelFormatException(
                file.Path, name, $"has shape [{string.Join(", ", tensor.Shape)}], but the model asks for [{string.Join(", ", shape)}]. {Remedy}");
        }

        float[] values = new float[tensor.ElementCount];
        tensor.CopyTo(values);
        return values.All(float.IsFinite)
            ? WeightTensor.FromValues(name, shape, values)
            : throw new ModelFormatException(file.Path, name, $"holds a value that is infinite or no number. {Remedy}");
    }
}
