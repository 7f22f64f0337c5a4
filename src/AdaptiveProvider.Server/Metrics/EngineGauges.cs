using System.Text;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Diagnostics;

namespace AdaptiveProvider.Server.Metrics;

/// <summary>Writes an engine's own totals, which it keeps whether or not anybody listens.</summary>
internal static class EngineGauges
{
    public static void Write(StringBuilder text, EngineSnapshot engine)
    {
        Gauge("adaptive_engine_up", "1 while the engine can serve, 0 after a failure.", engine.Health == EngineHealth.Faulted ? 0 : 1);
        Gauge("adaptive_engine_degraded", "1 while steps are smaller than planned for lack of memory.", engine.Health == EngineHealth.Degraded ? 1 : 0);
        Gauge("adaptive_engine_slots", "Requests that can run at the same time.", engine.Slots.Length);
        Gauge("adaptive_engine_requests_running", "Requests that hold a slot.", engine.Running.Length);
        Gauge("adaptive_engine_requests_waiting", "Requests in line for a slot.", engine.Waiting.Length);
        Counter("adaptive_engine_steps_total", "Steps committed.", engine.Steps);
        Counter("adaptive_engine_rows_total", "Token positions computed.", engine.Rows);
        Counter("adaptive_engine_requests_ended_total", "Requests ended, for whatever cause.", engine.RequestsEnded);
        Counter("adaptive_engine_tokens_generated_total", "Tokens generated.", engine.TokensGenerated);
        Counter("adaptive_engine_layer_rows_total", "Layer applications, counted per token position.", engine.ExecutedLayerRows);
        Counter("adaptive_engine_token_layer_rows_total", "Layer applications of positions that gave a token.", engine.TokenLayerRows);
        Counter("adaptive_engine_execution_seconds_total", "Time inside the executor.", engine.ExecutionTime.TotalSeconds);
        Counter("adaptive_engine_overhead_seconds_total", "Time of steps outside the executor.", engine.OverheadTime.TotalSeconds);

        void Gauge(string name, string help, double value) => PrometheusText.Write(text, name, help, InstrumentKind.Gauge, value);

        void Counter(string name, string help, double value) => PrometheusText.Write(text, name, help, InstrumentKind.Counter, value);
    }
}
