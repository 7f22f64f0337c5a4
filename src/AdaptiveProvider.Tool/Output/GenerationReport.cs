using System.Globalization;
using System.Text;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Output;

/// <summary>What one completion gave and cost.</summary>
internal sealed class GenerationReport(int[] promptTokens, StageLayout layout, bool hasText)
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _layers = [];
    private GenerationSummary? _summary;
    private EffectiveDepth? _depth;

    public int[] PromptTokens { get; } = promptTokens;

    /// <summary>False for a model without tokenizer.</summary>
    public bool HasText { get; } = hasText;

    public List<int> OutputTokens { get; } = [];

    /// <summary>Highest logits of the last prompt position, highest first; null unless asked for.</summary>
    public TokenLogit[]? TopLogits { get; private set; }

    public TimeSpan LoadTime { get; init; }

    /// <summary>Why the reply ended, in the words of <c>ChatFinishReason</c>.</summary>
    public string FinishReason => _summary?.Cause is FinishCause.MaxOutputTokens or FinishCause.ContextFull ? "length" : "stop";

    public void Add(CompletionUpdate update)
    {
        _text.Append(update.Text);
        _summary ??= update.Summary;
        _depth ??= update.Depth;
        if (update.Token is { } token)
        {
            TopLogits ??= token.Sample.TopLogits;
            OutputTokens.Add(token.Token);
            _layers.Add(token.LayersExecuted);
        }
    }

    /// <summary>Computes the prompt's last logits once more: a reply that ends at its first token reports none.</summary>
    public async Task AddTopLogitsAsync(AdaptiveModel model, CompletionSettings settings, CancellationToken cancellationToken)
    {
        var probe = settings with { MaxOutputTokens = 1, IgnoreEndTokens = true };
        await foreach (var update in model.CompleteAsync(PromptTokens, probe, cancellationToken).ConfigureAwait(false))
        {
            TopLogits ??= update.Token?.Sample.TopLogits;
        }
    }

    public void WriteJson(TerminalStreams terminal) => JsonOutput.WriteObject(terminal, json =>
    {
        json.WriteNumbers("prompt_ids", PromptTokens);
        json.WriteNumbers("output_ids", OutputTokens);
        if (HasText)
        {
            json.WriteString("text", _text.ToString());
        }
        else
        {
            json.WriteNull("text");
        }

        json.WriteString("finish_reason", FinishReason);
        WriteDepth(json);
        WriteTimings(json);
        if (TopLogits is not null)
        {
            json.WriteStartArray("top_logits");
            foreach (var (token, logit) in TopLogits)
            {
                json.WriteStartArray();
                json.WriteNumberValue(token);
                json.WriteNumberValue(logit);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }
    });

    public string OneLine() => _summary is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{_summary.PromptTokens} prompt tokens at {_summary.PromptTokensPerSecond:F1}/s, {_summary.OutputTokens} generated at {_summary.TokensPerSecond:F1}/s, loaded in {LoadTime.TotalSeconds:F1} s");

    private void WriteDepth(System.Text.Json.Utf8JsonWriter json)
    {
        json.WriteNumbers("exit_layers", _layers);
        var loops = new LoopCount(layout);
        if (loops.IsLooped)
        {
            json.WriteNumbers("exit_loops", _layers.Select(loops.LoopsOf));
        }

        if (_summary is null)
        {
            return;
        }

        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", _summary.PromptTokens);
        json.WriteNumber("cached_tokens", _summary.CachedTokens);
        json.WriteNumber("output_tokens", _summary.OutputTokens);
        json.WriteNumber("layers_executed", _summary.LayersExecuted);
        json.WriteNumber("layers_total", _summary.LayersTotal);
        json.WriteNumber("early_exit_tokens", _summary.EarlyExitTokens);
        json.WriteNumber("draft_tokens", _summary.DraftTokens);
        json.WriteNumber("accepted_draft_tokens", _summary.AcceptedDraftTokens);
        json.WriteNumber("kv_recomputed_tokens", _summary.DeferredTokens);
        json.WriteEndObject();
        json.WriteString("exit_policy", (_depth ?? EffectiveDepth.Full).Policy.Value);
        json.WriteNumber("mean_depth", _summary.LayersTotal == 0 ? 1 : (double)_summary.LayersExecuted / _summary.LayersTotal);
        if (_depth?.Note is { } note)
        {
            json.WriteString("depth_note", note);
        }
    }

    private void WriteTimings(System.Text.Json.Utf8JsonWriter json)
    {
        json.WriteStartObject("timings");
        json.WriteNumber("load_ms", LoadTime.TotalMilliseconds);
        if (_summary is not null)
        {
            json.WriteNumber("queue_ms", _summary.QueueTime.TotalMilliseconds);
            json.WriteNumber("prefill_ms", _summary.PrefillTime.TotalMilliseconds);
            json.WriteNumber("decode_ms", _summary.DecodeTime.TotalMilliseconds);
            json.WriteNumber("prompt_tokens_per_second", _summary.PromptTokensPerSecond);
            json.WriteNumber("tokens_per_second", _summary.TokensPerSecond);
            json.WriteNumber("layers_executed", _summary.LayersExecuted);
            json.WriteNumber("layers_total", _summary.LayersTotal);
        }

        json.WriteEndObject();
    }
}
