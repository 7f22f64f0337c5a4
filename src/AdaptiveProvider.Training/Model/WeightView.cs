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

    /// <summary>Takes a view.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="type">What products are computed in.</param>
    public WeightView(ModelParameters parameters, ScalarType type)
    {
        (_parameters, _type) = (parameters, type);
        using var _ = no_grad();
        Head = parameters[HeadName].detach().to(type);
    }


    /// <summary>[vocabulary, hidden], the embedding itself when tied; without gradient, which <see cref="AddHeadGradient"/> takes.</summary>
    public Tensor Head { get; }

    /// <summary>[hidden], single precision</summary>
    public Tensor FinalNorm => _parameters[ParameterNames.FinalNorm];

    /// <summary>The tokens' first states, in the compute type. Their gradients add up in single precision, however often a token occurs.</summary>
    /// <param name="tokens">[batch, rows]</param>
    /// <returns>[batch, rows, hidden]</returns>
    public Tensor Embed(Tensor tokens)
        => Raw(ParameterNames.Embedding).index_select(0, tokens.flatten()).to(_type).view(tokens.shape[0], tokens.shape[1], -1);

    /// <summary>Adds to the gradient of the head's parameter, in single precision.</summary>
    /// <param name="gradient">[vocabulary, hidden]</param>
    public void AddHeadGradient(Tensor gradient) => _parameters.AddGradient(HeadName, gradient);

    /// <summary>A parameter as it is stored.</summary>
    public Tensor Raw(string name) => _parameters[name];

    /// <summary>True when there is such a parameter.</summary>
    public bool Contains(string name) => _parameters.Contains(name);

    /// <summary>The weights of one application.</summary>
    public LayerView Layer(LayerUse use)
    {
        if (!_layers.TryGetValue(use, out var view))
        {
            // Without low-rank weights all loops have the same matrices.
            view = use.Loop > 0 && _parameters.Architecture.LoraRank == 0 ? Layer(use with { Loop = 0 }) : Matrices(use);
            view = view with { AttentionNorm = Norm(use, ParameterNames.AttentionNorm), FeedForwardNorm = Norm(use, ParameterNames.FeedForwardNorm) };
            _layers.Add(use, view);
        }

        return view;
    }

    private LayerView Matrices(LayerUse use) => new(
        Norm(use, ParameterNames.AttentionNorm),
        cat([Matrix(use, ParameterNames.Query), Matrix(use, ParameterNames.Key), Matrix(use, ParameterNames.Value)], 0),
        Matrix(use, ParameterNames.Output),
        Norm(use, ParameterNames.FeedForwardNorm),
        cat([Matrix(use, ParameterNames.Gate), Matrix(use, ParameterNames.Up)], 0),
        Matrix(use, ParameterNames.Down));

    private string HeadName => _parameters.Architecture.TiedHead ? ParameterNames.Embedding : ParameterNames.Head;

    private Tensor Norm(LayerUse use, string part)
    {
        string own = ParameterNames.LoopNorm(use.Loop, use.Layer, part);
        return _parameters[_parameters.Contains(own) ? own : ParameterNames.Layer(use.Layer, part)];
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
