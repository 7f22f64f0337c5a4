namespace AdaptiveProvider.Depth;

/// <summary>Refuses wishes that exclude each other, whatever the model, instead of dropping one unseen.</summary>
internal static class DepthContradictions
{
    /// <summary>Returns when every wish can be heard.</summary>
    /// <exception cref="ArgumentException">Two exclude each other; the message names both.</exception>
    public static void Refuse(DepthOptions options)
    {
        string? budget = options.DepthBudget < 1 ? AdaptiveOptionKeys.DepthBudget : null;
        string? latency = options.TokenLatencyTarget is null ? null : AdaptiveOptionKeys.TokenLatencyTargetMilliseconds;
        string? cap = options.MaxDepth < 1 ? AdaptiveOptionKeys.MaxDepth : options.MaxLayers is not null ? AdaptiveOptionKeys.MaxLayers : options.Loops is not null ? AdaptiveOptionKeys.Loops : null;
        string? agreement = options.MinAgreement < 1 ? AdaptiveOptionKeys.MinAgreement : null;
        string? exit = options.ExitLayer is null ? null : AdaptiveOptionKeys.ExitLayer;
        string? threshold = options.ExitThreshold is null ? null : AdaptiveOptionKeys.ExitThreshold;
        string? router = options.RouterThreshold is null ? null : AdaptiveOptionKeys.RouterThreshold;
        string? measure = options.ExitMeasure is null or Engine.Depth.ExitMeasure.RouterScore ? null : AdaptiveOptionKeys.ExitMeasure;
        string? rollback = options.RollbackThreshold is null ? null : AdaptiveOptionKeys.RollbackThreshold;
        string? loose = options.DraftAcceptance == Engine.Depth.DraftAcceptance.CrossEntropy ? $"{AdaptiveOptionKeys.DraftAcceptance} cross_entropy" : null;
        if (options.ExitPolicy is { } policy)
        {
            string name = $"{AdaptiveOptionKeys.ExitPolicy} {policy.Value}";
            RefuseUnder(ExitPolicy.Full, "takes every layer", budget, latency, cap, exit, threshold, router, agreement);
            RefuseUnder(ExitPolicy.Lossless, "verifies every token at full depth", budget, latency, cap, router, agreement, rollback, loose);
            RefuseUnder(ExitPolicy.Static, "judges no token", latency, threshold, measure, router);
            RefuseUnder(ExitPolicy.Router, "leaves exits to the router", exit, measure);
            RefuseUnder(ExitPolicy.Confidence, "asks no router", router);
            RefuseUnder(ExitPolicy.Synchronized, "asks no router", router);

            void RefuseUnder(ExitPolicy refusing, string reason, params string?[] wishes)
            {
                if (policy == refusing && Array.Find(wishes, wish => wish is not null) is { } wish)
                {
                    throw Contradiction(name, wish, reason);
                }
            }
        }

        RefuseBeside(agreement, "an agreement fixes the threshold", budget, latency, cap, exit, threshold, router);
        RefuseBeside(router, "a router leaves no choice of exits", exit);
        RefuseBeside(router, "both set the threshold", threshold);
        if (options.ExitPolicy is null or { Value: "static" } && exit is not null)
        {
            RefuseBeside(exit, "every token leaves at that exit", cap, budget);
        }
    }

    private static void RefuseBeside(string? wish, string reason, params string?[] others)
    {
        if (wish is not null && Array.Find(others, other => other is not null) is { } other)
        {
            throw Contradiction(wish, other, reason);
        }
    }

    private static ArgumentException Contradiction(string first, string second, string reason)
        => new($"{first} and {second} exclude each other: {reason}. Leave one of them out.", second.Split(' ')[0]);
}
