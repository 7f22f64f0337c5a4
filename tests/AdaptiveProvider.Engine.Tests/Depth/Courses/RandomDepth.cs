using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests.Depth.Courses;

/// <summary>Random requests that spend depth in every way, each with what it must get.</summary>
internal static class RandomDepth
{
    /// <summary>A request with settings that the model supports.</summary>
    public static GenerationRequest Request(Random random, ScriptedModel model, int[] prompt, int outputMax) => Scripted.Request(prompt, outputMax) with
    {
        Seed = random.Next(5),
        ReusePrefix = random.Next(5) > 0,
        StopTokens = random.Next(3) == 0 ? [random.Next(model.VocabularySize)] : [],
        Sampling = random.Next(2) == 0 ? new() : new() { Temperature = 1, TopK = 20, FrequencyPenalty = random.Next(2) },
        Constraint = random.Next(3) == 0 ? new ScriptedConstraint(random.Next(100), model.VocabularySize, random.Next(1, 40)) : null,
        Depth = Settings(random, model),
    };

    /// <summary>The reply that it must get, computed from scratch.</summary>
    public static List<TokenEvent> Expected(ScriptedModel model, GenerationRequest request, int outputMax)
    {
        var settings = request.Depth!;
        var plain = request with { Depth = null };
        int[] exits = [.. settings.Exits];
        return settings.Method switch
        {
            DepthMethod.Full or DepthMethod.Lossless => model.Generate(plain, outputMax),
            DepthMethod.Static => model.Generate(plain with { ExitPass = exits[0] }, outputMax),
            DepthMethod.Router => Reference(ExitMeasure.RouterScore, MissingKeys.Absent, [2, 3]),
            DepthMethod.Synchronized => Reference(settings.Measure, MissingKeys.Deferred, exits),
            _ => Reference(settings.Measure, model.Layout.HasRouter ? MissingKeys.Absent : MissingKeys.Copied, exits),
        };

        List<TokenEvent> Reference(ExitMeasure measure, MissingKeys missing, int[] ends)
            => new ScriptedDepthReference(model, request, ends, measure, missing, Math.Min(settings.PendingMax, ScriptedExecutor.KeptMax - 1)).Generate(outputMax);
    }

    private static DepthSettings Settings(Random random, ScriptedModel model)
    {
        var method = (DepthMethod)random.Next(6);
        bool isTailed = model.Layout.TailPass < model.Layout.PassCount;
        int[] possible = [.. model.Layout.ExitPasses.Where(exit => exit < model.Layout.PassCount && (!isTailed || exit > 1))];
        int[] exits = [.. possible.Where(_ => random.Next(2) == 0)];
        exits = exits.Length == 0 || method is DepthMethod.Lossless or DepthMethod.Static || (isTailed && method == DepthMethod.Synchronized) ? [possible[random.Next(possible.Length)]] : exits;
        if (method == DepthMethod.Router && !model.Layout.HasRouterThreshold)
        {
            method = DepthMethod.Full;
        }

        exits = method == DepthMethod.Lossless && model.Layout.HasRouter ? [model.Layout.ExitPasses[0]] : exits;
        return new DepthSettings
        {
            Method = method,
            Exits = method == DepthMethod.Router ? [] : [.. exits],
            Measure = method == DepthMethod.Router ? ExitMeasure.None : random.Next(2) == 0 ? ExitMeasure.Margin : ExitMeasure.Cosine,
            Threshold = random.Next(1, 10) * 0.1f,
            PendingMax = random.Next(1, 6),
            DraftLength = random.Next(5),
            UsesDraftHead = false,
        };
    }
}
