using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>The parameters as one forward pass uses them: converted once, low-rank weights merged, gradients flowing back.</summary>
internal sealed class WeightView
{
    private readonly ModelParameters _parameters;
    private readonly ScalarType _type;
    private readonly Dictionary<LayerUse, LayerView> _layers = [];
    private readonly Dictionary<string, Tensor> _converted = [];

    public WeightView(ModelParameters parameters, ScalarType type)
    {
        (_parameters, _type) = (parameters, type);
        Embedding = Converted(ParameterNames.Embedding);
    }

    /// <summary>[vocabulary, hidden]; the head too.</summary>
    public Tensor Embedding { get; }

    /// <summary>[hidden], single precision</summary>
    public Tensor FinalNorm => _parameters[ParameterNames.FinalNorm];

    /// <summary>A parameter as it is stored.</summary>
    public Tensor Raw(string name) => _parameters[name];

    /// <summary>True when there is such a parameter.</summary>
    public bool Contains(string name) => _parameters.Contains(name);

    /// <summary>The weights of one application.</summary>
    public LayerView Layer(LayerUse use)
    {
        // Without low-rank weights all loops are one view.
        var key = _parameters.Architecture.LoraRank == 0 ? use with { Loop = 0 } : use;
        if (!_layers.TryGetValue(key, out var view))
        {
            view = new LayerView(
                _parameters[ParameterNames.Layer(use.Layer, ParameterNames.AttentionNorm)],
                cat([Matrix(use, ParameterNames.Query), Matrix(use, ParameterNames.Key), Matrix(use, ParameterNames.Value)], 0),
                Matrix(use, ParameterNames.Output),
                _parameters[ParameterNames.Layer(use.Layer, ParameterNames.FeedForwardNorm)],
                cat([Matrix(use, ParameterNames.Gate), Matrix(use, ParameterNames.Up)], 0),
                Matrix(use, ParameterNames.Down));
            _layers.Add(key, view);
        }

        return view;
    }

    private Tensor Matrix(LayerUse use, string part)
    {
        string a = ParameterNames.LoraA(use.Loop, use.Layer, part);
        if (!_parameters.Contains(a))
        {
            return Converted(ParameterNames.Layer(use.Layer, part));
        }

        // Merging costs rank · in · out once per pass, far less than a second product per token. Scale 1: the SVD start must stay exact.
        var merged = _parameters[ParameterNames.Layer(use.Layer, part)] + mm(_parameters[ParameterNames.LoraB(use.Loop, use.Layer, part)], _parameters[a]);
        return merged.to(_type);
    }

    private Tensor Converted(string name)
    {
        if (!_converted.TryGetValue(name, out var converted))
        {
            _converted.Add(name, converted = _parameters[name].to(_type));
        }

        return converted;
    }
}
