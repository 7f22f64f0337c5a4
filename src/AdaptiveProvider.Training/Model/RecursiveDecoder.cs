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
    private readonly ArchitectureConfiguration _architecture;
    private readonly DepthSegments _segments;
    private readonly DecoderLayer _layer;
    private readonly Tensor _cosine, _sine; // [context, head dim]

    /// <summary>Prepares the pass of a model.</summary>
    public RecursiveDecoder(ModelParameters parameters)
    {
        (_architecture, _segments) = (parameters.Architecture, parameters.Segments);
        _layer = new DecoderLayer(_architecture);
        (_cosine, _sine) = RotaryTable(_architecture, parameters.Device);
    }

    /// <summary>Runs the model.</summary>
    /// <param name="weights">The parameters as this pass uses them.</param>
    /// <param name="input">The tokens.</param>
    /// <param name="routing">Which tokens take which loops.</param>
    /// <param name="exits">Segments after which states are to be taken as well; see <see cref="DepthSegments.All"/>.</param>
    public ForwardResult Run(WeightView weights, ModelInput input, Routing routing, params int[] exits)
        => Run(weights, input, routing, exits.Length == 0 ? ForwardRequest.None : new ForwardRequest(exits, [], null));

    /// <summary>Runs the model.</summary>
    /// <param name="weights">The parameters as this pass uses them.</param>
    /// <param name="input">The tokens.</param>
    /// <param name="routing">Which tokens take which loops.</param>
    /// <param name="request">What else to give, and what to leave out.</param>
    public ForwardResult Run(WeightView weights, ModelInput input, Routing routing, ForwardRequest request)
    {
        var context = Context(input);
        var layers = new LayerRunner(_layer, weights, request.Dropout);
        var loops = new LoopRunner(_architecture, layers, weights, context, routing, input.Documents);
        var (exits, states) = (new Dictionary<int, Tensor>(), new Dictionary<int, Tensor>());
        var hidden = weights.Embed(input.Tokens); // [batch, rows, hidden]
        for (int index = 0; index < _segments.All.Length; index++)
        {
            var segment = _segments.All[index];
            hidden = segment.Loop is { } loop && _architecture.Loops > 1 ? loops.Run(hidden, segment, loop) : layers.Run(hidden, segment, context);
            if (request.States.Contains(index))
            {
                states.Add(index, hidden);
            }

            if (request.Exits.Contains(index))
            {
                exits.Add(index, Leave(hidden, segment, layers, loops, context));
            }

            if (index == _segments.TailStart - 1)
            {
                hidden = loops.Finish(hidden, _architecture.Loops - 1);
            }
        }

        var terms = _architecture.Router is null ? null : loops.Terms;
        return new ForwardResult(hidden, exits, states, terms, terms is null ? null : loops.Loops, terms is null ? null : loops.TokenLoops);
    }

    /// <summary>Logits of states, in single precision.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="state">[…, hidden]</param>
    /// <returns>[…, vocabulary]</returns>
    public Tensor Logits(WeightView weights, Tensor state)
        => linear(DecoderLayer.RmsNorm(state, weights.FinalNorm, _architecture.NormEpsilon), weights.Head).to(ScalarType.Float32);

    /// <summary>What a token that leaves after a segment still runs: the layers behind the loops.</summary>
    private Tensor Leave(Tensor hidden, DepthSegment exit, LayerRunner layers, LoopRunner loops, RowContext context)
    {
        if (exit.Loop is { } loop)
        {
            hidden = loops.Finish(hidden, loop);
            foreach (var segment in _segments.All.Skip(_segments.TailStart))
            {
                hidden = layers.Run(hidden, segment, context);
            }
        }

        return hidden;
    }

    private RowContext Context(ModelInput input)
    {
        var positions = input.Positions.unsqueeze(-1); // [batch, rows, 1]
        return new RowContext(_cosine[positions], _sine[positions], input.Starts);
    }

    private static (Tensor Cosine, Tensor Sine) RotaryTable(ArchitectureConfiguration architecture, Device device)
    {
        var (values, scale) = Rotation(architecture);
        using var scope = NewDisposeScope();
        var frequencies = tensor([.. values.Select(value => (double)value)]); // [half]
        var angles = arange(architecture.ContextLength, ScalarType.Float64).unsqueeze(1) * frequencies.unsqueeze(0); // [context, half]
        var both = cat([angles, angles], 1); // in double precision: at far positions single precision is off by much of a turn
        return (Table(both.cos()), Table(both.sin()));

        Tensor Table(Tensor turns) => turns.mul(scale).to(ScalarType.Float32).to(device).DetachFromDisposeScope();
    }

    private static (ImmutableArray<float> Frequencies, float Scale) Rotation(ArchitectureConfiguration architecture)
    {
        var fields = new JsonObject { ["rope_theta"] = architecture.RopeTheta, ["rope_scaling"] = architecture.RopeScaling?.DeepClone() };
        var config = ConfigFields.Parse(JsonSerializer.SerializeToUtf8Bytes(fields), "training configuration");
        return RotaryFrequencies.Read(config, architecture.HeadDim, architecture.ContextLength, architecture.RopeTheta);
    }
}
