using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>A tiny model on disk, opened, with an executor over it and a reference beside it.</summary>
public sealed class TinyExecutor : IDisposable
{
    private readonly TemporaryFolder _files;
    private readonly ModelFolder _folder;

    public TinyExecutor(IExecutorKind kind, TinyModel model, TestExecutorOptions? options = null, Func<ModelSpec, ModelSpec>? change = null)
        : this(model, (spec, weights) => kind.Load(spec, weights, options ?? new TestExecutorOptions()), change)
    {
    }

    public TinyExecutor(TinyModel model, Func<ModelSpec, DecoderWeights, IModelExecutor> load, Func<ModelSpec, ModelSpec>? change = null)
    {
        _files = TinyModels.Write(model);
        _folder = ModelFolder.Open(_files.Path);
        Spec = change is null ? _folder.Spec : change(_folder.Spec);
        try
        {
            Executor = load(Spec, _folder.Weights);
        }
        catch
        {
            _folder.Dispose();
            _files.Dispose();
            throw;
        }

        Reference = new ReferenceModel(Spec, _folder.Weights);
        Steps = new StepDriver(Executor);
    }

    public ModelSpec Spec { get; }

    public IModelExecutor Executor { get; }

    public ReferenceModel Reference { get; }

    public StepDriver Steps { get; }

    /// <summary>Seeded random tokens of the model's vocabulary.</summary>
    public int[] Tokens(int count, int seed = 7)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Spec.VocabularySize))];
    }

    /// <summary>A reference whose matrices, but not its embedding, are rounded to a type.</summary>
    public ReferenceModel ReferenceWithMatrices(WeightType type) => new(Spec, _folder.Weights with
    {
        Head = Rounded(_folder.Weights.Head, type),
        Layers =
        [
            .. _folder.Weights.Layers.Select(layer => layer with
            {
                Query = Rounded(layer.Query, type),
                Key = Rounded(layer.Key, type),
                Value = Rounded(layer.Value, type),
                Output = Rounded(layer.Output, type),
                Gate = Rounded(layer.Gate, type),
                Up = Rounded(layer.Up, type),
                Down = Rounded(layer.Down, type),
            }),
        ],
    });

    public void Dispose()
    {
        Executor.Dispose();
        _folder.Dispose();
        _files.Dispose();
    }

    private static WeightTensor Rounded(WeightTensor tensor, WeightType type)
    {
        float[] values = new float[tensor.ElementCount];
        tensor.CopyTo(values);
        return WeightTensor.FromValues(tensor.Name, tensor.Shape, values, type);
    }
}
