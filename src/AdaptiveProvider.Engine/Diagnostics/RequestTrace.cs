using System.Diagnostics;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Diagnostics;

/// <summary>One span per request, a child of the caller's, ended on the engine thread. Nothing is made when nobody listens.</summary>
internal static class RequestTrace
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>Starts the span without making it the caller's current one.</summary>
    public static Activity? Start(GenerationRequest request)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        var activity = Source.StartActivity(TelemetryNames.GenerateActivity);
        Activity.Current = current;
        activity?.SetTag("gen_ai.usage.input_tokens", request.PromptTokens.Length);
        return activity;
    }

    /// <summary>Marks a moment: the request got its slot, or gave its first token.</summary>
    public static void Mark(RequestState request, string moment) => request.Reply.Activity?.AddEvent(new ActivityEvent(moment));

    /// <summary>Ends the span with what the reply cost.</summary>
    public static void End(Activity? activity, GenerationSummary summary, Exception? failure)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("gen_ai.usage.output_tokens", summary.OutputTokens)
            .SetTag("adaptive.cached_tokens", summary.CachedTokens)
            .SetTag("adaptive.layers_executed", summary.LayersExecuted)
            .SetTag("adaptive.layers_total", summary.LayersTotal)
            .SetTag(TelemetryNames.FinishReason, summary.Cause.ToString());
        if (summary.Cause == FinishCause.Failed)
        {
            activity.SetStatus(ActivityStatusCode.Error).SetTag(TelemetryNames.ErrorType, failure?.GetType().Name);
        }

        activity.Stop();
        Activity.Current = null; // Stopping restores the caller's span, which has no place on the engine thread.
    }
}
