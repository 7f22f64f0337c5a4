using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>Reads mor.json: the training settings of a published Mixture-of-Recursions checkpoint, which its config.json does not repeat.</summary>
/// <param name="Recursion">How depth is shared.</param>
/// <param name="Router">The router.</param>
/// <param name="HasBias">True when the checkpoint has a balancing bias.</param>
internal sealed record MorFields(RecursionFields Recursion, RouterFields Router, bool HasBias)
{
    private const string FileName = "mor.json";
    private const double AlphaMax = 1000;

    /// <summary>Reads the file beside config.json.</summary>
    /// <exception cref="ModelFormatException">The file or a field is missing, or asks for something that is not supported.</exception>
    public static MorFields Read(ConfigFields config)
    {
        string path = Path.Combine(Path.GetDirectoryName(config.File) ?? "", FileName);
        if (!File.Exists(path))
        {
            throw new ModelFormatException(
                config.File, "architectures", $"the file {FileName} beside it is missing. Save the checkpoint's training settings as {FileName}: recursive, kv_sharing and mor.");
        }

        var fields = ConfigFields.Load(path);
        if (fields.Object("relaxation") is { } relaxation)
        {
            Require(relaxation, "enable", missing: false, expected: false);
        }

        var recursion = ReadRecursion(fields);
        var mor = Object(fields, "mor");
        Require(mor, "enable", missing: true, expected: true);
        Require(mor, "rand_router", missing: false, expected: false);
        bool isMlp = mor.Word("router_type", missing: false, ("linear", false), ("mlp", true), ("wide_mlp", true));
        double temperature = mor.OptionalNumber("temp", 1e-3, AlphaMax) ?? 1;
        bool isExpert = mor.Word("type", missing: true, ("expert", true), ("token", false));
        if ((isExpert || isMlp) && temperature != 1)
        {
            throw mor.Error("temp", "must be 1, except with token choice and a linear router: the published code divides the router's input by it.");
        }

        var spec = isExpert ? ExpertChoice(Object(mor, "expert")) : TokenChoice(Object(mor, "token"));
        return new MorFields(
            recursion,
            new RouterFields(spec with { Stage = recursion.FirstSharedStage, Temperature = (float)temperature }, isMlp),
            !isExpert && mor.Object("token")!.Text("balancing") == "loss_free");
    }

    private static RecursionFields ReadRecursion(ConfigFields fields)
    {
        var recursive = Object(fields, "recursive");
        Require(recursive, "enable", missing: true, expected: true);
        var sharing = recursive.Word("sharing", LayerSharing.MiddleCycle, ("middle_cycle", LayerSharing.MiddleCycle), ("cycle", LayerSharing.Cycle));
        int loops = recursive.Int("num_recursion", 1, RecursionFields.LoopsMax);
        var policy = KvPolicy.RecursionWise;
        if (fields.Object("kv_sharing") is { } kvSharing && kvSharing.OptionalFlag("enable") == true)
        {
            // Later loops may also write what they computed for the rows they run; then the plane would hold neither loop's content.
            Require(kvSharing, "update_cache", missing: false, expected: false);
            policy = KvPolicy.SharedFirst;
        }

        return new RecursionFields(sharing, loops, policy);
    }

    private static RouterSpec ExpertChoice(ConfigFields expert)
    {
        Require(expert, "include_first", missing: true, expected: true);
        expert.Word("gating", missing: true, ("weighted", true));
        return new RouterSpec
        {
            Stage = 0,
            Kind = RouterKind.ExpertChoice,
            Activation = expert.Word("router_func", RouterActivation.Sigmoid, ("sigmoid", RouterActivation.Sigmoid)),
            Scale = (float)expert.Number("alpha", -AlphaMax, AlphaMax),
            HasAuxiliary = expert.Word("sampling", missing: false, ("aux_loss", false), ("aux_router", true)),
        };
    }

    private static RouterSpec TokenChoice(ConfigFields token)
    {
        token.Word("gating", missing: true, ("weighted", true));
        token.Word("balancing", missing: true, ("loss", true), ("loss_free", true));
        return new RouterSpec
        {
            Stage = 0,
            Kind = RouterKind.TokenChoice,
            Activation = token.Word("router_func", RouterActivation.Softmax, ("softmax", RouterActivation.Softmax), ("sigmoid", RouterActivation.Sigmoid)),
            Scale = (float)token.Number("alpha", -AlphaMax, AlphaMax),
        };
    }

    private static ConfigFields Object(ConfigFields fields, string name)
        => fields.Object(name) ?? throw fields.Error(name, "is missing. Save the checkpoint's complete training settings.");

    private static void Require(ConfigFields fields, string name, bool missing, bool expected)
    {
        if ((fields.OptionalFlag(name) ?? missing) != expected)
        {
            throw fields.Unsupported(name, expected ? "false" : "true", expected ? "true" : "false");
        }
    }
}
