using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>Makes the tensors of one weight layer: shared matrices, what each loop adds, norm gains and biases.</summary>
/// <param name="weights">The original.</param>
/// <param name="vectors">The original's norm gains and biases.</param>
/// <param name="settings">How.</param>
/// <param name="errors">Told what is lost.</param>
/// <param name="report">Told of every matrix that is done.</param>
internal sealed class LayerConverter(DecoderWeights weights, LayerVectors vectors, LayerSettings settings, RankErrors errors, Action<string> report)
{
    /// <summary>Converts.</summary>
    /// <param name="layer">Index of the weight layer.</param>
    /// <param name="originals">Original layers by loop, [loops].</param>
    /// <param name="sources">Original layers whose mean it starts as.</param>
    /// <exception cref="ConversionException">A matrix cannot be decomposed.</exception>
    /// <exception cref="ModelFormatException">A matrix holds something that is no finite number.</exception>
    public IEnumerable<WeightTensor> Convert(int layer, ImmutableArray<int> originals, ImmutableArray<int> sources)
        => Vectors(layer, originals, sources).Concat(NamedWeights.Matrices.SelectMany(matrix => Matrix(layer, matrix, originals, sources)));

    private IEnumerable<WeightTensor> Vectors(int layer, ImmutableArray<int> originals, ImmutableArray<int> sources)
    {
        if (!settings.HasLoopVectors)
        {
            return vectors.Names.Select(name => Mean($"model.layers.{layer}.{name}", [.. sources.Select(source => vectors.Get(source, name))], WeightType.F32));
        }

        return from name in vectors.Names
               from use in originals.Select((original, loop) => (Original: original, Loop: loop))
               let prefix = use.Loop == 0 ? "model." : $"model.loops.{use.Loop}."
               select vectors.Get(use.Original, name).Renamed($"{prefix}layers.{layer}.{name}");
    }

    private List<WeightTensor> Matrix(int layer, LayerMatrix matrix, ImmutableArray<int> originals, ImmutableArray<int> sources)
    {
        using var scope = NewDisposeScope();
        var shared = Mean(ParameterNames.Layer(layer, matrix.Name), [.. sources.Select(source => matrix.Weight(weights.Layers[source]))], settings.StoredType);
        var start = Double(shared); // as it was rounded, so that the pairs make up for that too
        var made = new List<WeightTensor> { shared };
        for (int loop = 0; loop < originals.Length && originals.Length > 1; loop++)
        {
            using var inner = NewDisposeScope();
            var original = matrix.Weight(weights.Layers[originals[loop]]);
            var target = Double(original);
            var residual = target.sub(start); // [outputs, inputs]
            if (!residual.isfinite().all().ToBoolean())
            {
                throw new ModelFormatException(settings.Source, original.Name, $"are not all finite, or do not fit {shared.Type}. Use an intact checkpoint, or store in F32.");
            }

            made.AddRange(Pair(layer, loop, matrix, Squares(target), residual));
            report($"layer {layer}, loop {loop}, {matrix.Name}");
        }

        return made;
    }

    private WeightTensor[] Pair(int layer, int loop, LayerMatrix matrix, double squares, Tensor residual)
    {
        if (settings.Rank == 0)
        {
            errors.Add(squares, Squares(residual));
            return [];
        }

        try
        {
            var factors = LowRankFactors.Of(residual, settings.Rank);
            errors.Add(squares, factors.SingularValues);

            // Not scaled: the published code's alpha of twice the rank would add the difference twice.
            return
            [
                TensorFiles.ToWeight(ParameterNames.LoraA(loop, layer, matrix.Name), factors.A, WeightType.F32),
                TensorFiles.ToWeight(ParameterNames.LoraB(loop, layer, matrix.Name), factors.B, WeightType.F32),
            ];
        }
        catch (ExternalException failure)
        {
            throw new ConversionException($"The difference of loop {loop} of layer {layer}'s {matrix.Name} cannot be decomposed: {failure.Message} Free memory, or choose LoraRank 0.", failure);
        }
    }

    /// <summary>The mean of tensors in double precision, rounded to a type; a single one as it is.</summary>
    public static WeightTensor Mean(string name, ImmutableArray<WeightTensor> sources, WeightType? type)
    {
        var stored = type ?? (sources[0].Type == WeightType.I8 ? WeightType.F32 : sources[0].Type);
        if (sources is [var only] && only.Type == stored)
        {
            return only.Renamed(name);
        }

        float[] values = new float[sources[0].ElementCount];
        sources[0].CopyTo(values);
        if (sources.Length > 1)
        {
            Average(sources, values);
        }

        return WeightTensor.FromValues(name, sources[0].Shape, values, stored);
    }

    private static void Average(ImmutableArray<WeightTensor> sources, float[] values)
    {
        double[] sums = new double[values.Length];
        foreach (var source in sources)
        {
            source.CopyTo(values);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += values[i];
            }
        }

        for (int i = 0; i < sums.Length; i++)
        {
            values[i] = (float)(sums[i] / sources.Length);
        }
    }

    // Not square(): its exponent is a managed object that the garbage collector may free while libtorch still reads it.
    private static double Squares(Tensor matrix) => matrix.mul(matrix).sum().ToDouble();

    private static Tensor Double(WeightTensor weight) => TensorFiles.ToTensor(weight, CPU).to(ScalarType.Float64);
}
