using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Model;

/// <summary>The forward pass of every architecture, with gradients: vanilla, recursive, relaxed, Mixture-of-Recursions.</summary>
internal sealed class RecursiveDecoder
{
    private readonly ModelParameters _parameters;
    private readonly ArchitectureConfiguration _architecture;
    private readonly DepthSegments _segments;
    private readonly DecoderLayer _layer;
    private readonly ScalarType _type;
    private readonly Tensor _cosine, _sine; // [context, head dim]

    public RecursiveDecoder(ModelParameters parameters, ScalarType computeType)
    {
        (_parameters, _architecture, _segments, _type) = (parameters, parameters.Architecture, parameters.Segments, computeType);
        _layer = new DecoderLayer(_architecture);
        (_cosine, _sine) = RotaryTable(_architecture, parameters.Device);
    }

    /// <summary>Runs the model.</summary>
    /// <param name="weights">The parameters as this pass uses them.</param>
    /// <param name="input">The tokens.</param>
    /// <param name="routing">Which tokens take which loops.</param>
    /// <param name="exits">Segments after which states are to be taken as well; see <see cref="DepthSegments.All"/>.</param>
    public ForwardResult Run(WeightView weights, ModelInput input, Routing routing, params ReadOnlySpan<int> exits)
    {
        var context = Context(input);
        var hidden = weights.Embedding.index_select(0, input.Tokens.flatten())
            .view(input.Tokens.shape[0], input.Tokens.shape[1], _architecture.HiddenSize); // [batch, rows, hidden]
        var loops = new LoopRunner(_architecture, _layer, weights, context, routing);
        var taken = new Dictionary<int, Tensor>();
        for (int index = 0; index < _segments.All.Length; index++)
        {
            var segment = _segments.All[index];
            if (index == _segments.TailStart)
            {
                hidden = loops.Finish(hidden);
            }

            hidden = segment.Loop is { } loop && _architecture.Loops > 1 ? loops.Run(hidden, segment, loop) : Plain(hidden, segment, weights, context);
            if (exits.Contains(index))
            {
                taken.Add(index, Tail(hidden, index, weights, context));
            }
        }

        if (_segments.TailStart == _segments.All.Length)
        {
            hidden = loops.Finish(hidden);
        }

        return new ForwardResult(hidden, taken, loops.Loss, loops.Counts, loops.TokenLoops);
    }

    /// <summary>Logits of states, in single precision.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="state">[…, hidden]</param>
    /// <returns>[…, vocabulary]</returns>
    public Tensor Logits(WeightView weights, Tensor state)
        => linear(DecoderLayer.RmsNorm(state, weights.FinalNorm, _architecture.NormEpsilon), weights.Head).to(ScalarType.Float32);

    private Tensor Plain(Tensor hidden, DepthSegment segment, WeightView weights, RowContext context)
    {
        foreach (var use in segment.Layers)
        {
            hidden = _layer.Run(hidden, weights.Layer(use), context, null).Hidden;
        }

        return hidden;
    }

    /// <summary>What a token that leaves after a segment still runs: the layers behind the loops.</summary>
    private Tensor Tail(Tensor hidden, int exit, WeightView weights, RowContext context)
    {
        for (int index = _segments.All[exit].Loop is null ? _segments.All.Length : _segments.TailStart; index < _segments.All.Length; index++)
        {
            hidden = Plain(hidden, _segments.All[index], weights, context);
        }

        return hidden;
    }

    private RowContext Context(ModelInput input)
    {
        var positions = input.Positions.unsqueeze(-1); // [batch, rows, 1]
        long rows = input.Tokens.shape[1];
        using var order = arange(rows, device: _parameters.Device);
        var sees = input.Documents.unsqueeze(2).eq(input.Documents.unsqueeze(1)) // [batch, rows, keys]
            .logical_and(order.unsqueeze(1).ge(order.unsqueeze(0)));
        var mask = zeros_like(sees, _type).masked_fill(sees.logical_not(), float.NegativeInfinity).unsqueeze(1); // [batch, 1, rows, keys]
        return new RowContext(_cosine[positions], _sine[positions], mask);
    }

    private static (Tensor Cosine, Tensor Sine) RotaryTable(ArchitectureConfiguration architecture, Device device)
    {
        var (values, scale) = Rotation(architecture);
        using var scope = NewDisposeScope();
        using var frequencies = tensor([.. values]); // [half]
        var angles = arange(architecture.ContextLength, ScalarType.Float32).unsqueeze(1) * frequencies.unsqueeze(0); // [context, half]
        var both = cat([angles, angles], 1).to(device);
        return (both.cos().mul_(scale).DetachFromDisposeScope(), both.sin().mul_(scale).DetachFromDisposeScope());
    }

    private static (ImmutableArray<float> Frequencies, float Scale) Rotation(ArchitectureConfiguration architecture)
    {
        var fields = new JsonObject { ["rope_theta"] = architecture.RopeTheta, ["rope_scaling"] = architecture.RopeScaling?.DeepClone() };
        var config = ConfigFields.Parse(JsonSerializer.SerializeToUtf8Bytes(fields), "training configuration");
        return RotaryFrequencies.Read(config, architecture.HeadDim, architecture.ContextLength, architecture.RopeTheta);
    }
}
