using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>Reads the router object of a recursive model.</summary>
/// <param name="Spec">What the router means.</param>
/// <param name="IsMlp">True when its score functions have two layers.</param>
internal sealed record RouterFields(RouterSpec Spec, bool IsMlp)
{
    private const double FactorMax = 1000;

    /// <summary>What the routed stage's exit is called in a layout.</summary>
    public ExitKind Exit => Spec.Kind == RouterKind.ExpertChoice ? ExitKind.Router : ExitKind.DepthRouter;

    /// <summary>Reads the fields.</summary>
    /// <param name="fields">The router object; null without a router.</param>
    /// <param name="recursion">How depth is shared.</param>
    /// <exception cref="ModelFormatException">A field is missing, out of range, or does not fit another.</exception>
    public static RouterFields? Read(ConfigFields? fields, RecursionFields recursion)
    {
        if (fields is null)
        {
            return null;
        }

        if (recursion.Sharing is not (LayerSharing.Cycle or LayerSharing.MiddleCycle))
        {
            throw fields.Error("kind", "a router needs the sharing cycle or middle_cycle. Set router to null, or use the config.json that belongs to the weights.");
        }

        if (fields.Text("kind") is null)
        {
            throw fields.Error("kind", "is missing. Say expert_choice or token_choice.");
        }

        var kind = fields.Word("kind", RouterKind.ExpertChoice, ("expert_choice", RouterKind.ExpertChoice), ("token_choice", RouterKind.TokenChoice));
        bool isMlp = fields.Word("function", missing: false, ("linear", false), ("mlp", true));
        return new RouterFields(kind == RouterKind.ExpertChoice ? ExpertChoice(fields, recursion) : TokenChoice(fields, recursion), isMlp);
    }

    private static RouterSpec ExpertChoice(ConfigFields fields, RecursionFields recursion) => Common(fields, recursion, RouterKind.ExpertChoice) with
    {
        Activation = fields.Word("activation", RouterActivation.Sigmoid, ("sigmoid", RouterActivation.Sigmoid)),
        Offset = (float)(fields.OptionalNumber("offset", -FactorMax, FactorMax) ?? 0),
        HasAuxiliary = fields.Word("decision", missing: false, ("router", false), ("auxiliary", true)),
    };

    private static RouterSpec TokenChoice(ConfigFields fields, RecursionFields recursion)
    {
        // Token choice has neither: another value would change nothing, unseen.
        fields.OptionalNumber("offset", 0, 0);
        fields.Word("decision", missing: true, ("router", true));
        return Common(fields, recursion, RouterKind.TokenChoice) with
        {
            Activation = fields.Word("activation", RouterActivation.Softmax, ("softmax", RouterActivation.Softmax), ("sigmoid", RouterActivation.Sigmoid)),
        };
    }

    private static RouterSpec Common(ConfigFields fields, RecursionFields recursion, RouterKind kind) => new()
    {
        Stage = recursion.FirstSharedStage,
        Kind = kind,
        Scale = (float)(fields.OptionalNumber("scale", -FactorMax, FactorMax) ?? 1),
        Temperature = (float)(fields.OptionalNumber("temperature", 1e-3, FactorMax) ?? 1),
        Threshold = (float)(fields.OptionalNumber("threshold", 0, 1) ?? 0.5),
        Update = fields.Word("update", RouterUpdate.AddOutput, ("add_output", RouterUpdate.AddOutput), ("interpolate", RouterUpdate.Interpolate)),
        IsElastic = fields.OptionalFlag("elastic") ?? false,
        Capacities = Capacities(fields, recursion.Loops),
    };

    private static ImmutableArray<float> Capacities(ConfigFields fields, int loops)
    {
        const string Field = "capacities";
        if (fields.OptionalNumbers(Field, 0, 1) is not { } capacities)
        {
            return [];
        }

        return capacities.Length == loops
            ? [.. capacities.Select(capacity => (float)capacity)]
            : throw fields.Error(Field, $"names {capacities.Length} of {loops} loops. Name every loop, or remove the field.");
    }
}
