using System.Globalization;
using System.Text.Json;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>The results of one <c>bench depth</c>, as tables or as JSON.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Other">The other model's name; null without.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Device">The device, its threads and precisions in words.</param>
/// <param name="Load">The work.</param>
/// <param name="Work">What the bound counts.</param>
/// <param name="Rows">A row per number of requests and case.</param>
/// <param name="Neighbours">A row per number of requests and engine.</param>
internal sealed record DepthReport(
    string Model, string? Other, string Processor, string Device, DepthLoad Load, WeightWork Work, IReadOnlyList<DepthRow> Rows, IReadOnlyList<NeighbourRow> Neighbours)
{
    /// <summary>Writes tables for people.</summary>
    public void WriteTable(TerminalStreams terminal)
    {
        var console = terminal.OutputConsole();
        console.WriteLine(Text($"{Model}{(Other is null ? "" : $" against {Other}")}: {Load.PromptTokens} prompt tokens, {Load.Tokens} generated, median (least-most) of {Load.Runs} alternating runs"));
        console.WriteLine(Text($"{Processor}; {Device}"));
        console.WriteLine(Text($"bound: ({Work.LayerDepth} layers of {Work.LayerWeights:N0} weights + head of {Work.HeadWeights:N0}) / (mean layers + head)"));
        foreach (var rows in Rows.GroupBy(row => row.Batch))
        {
            console.Write(TableOf(rows));
        }

        if (Neighbours.Count > 0)
        {
            console.Write(NeighbourTable());
        }
    }

    /// <summary>Writes one JSON object.</summary>
    public void WriteJson(TerminalStreams terminal) => JsonOutput.WriteObject(terminal, json =>
    {
        json.WriteString("model", Model);
        json.WriteString("against", Other);
        json.WriteString("processor", Processor);
        json.WriteString("device", Device);
        json.WriteNumber("prompt_tokens", Load.PromptTokens);
        json.WriteNumber("generated_tokens", Load.Tokens);
        json.WriteNumber("runs", Load.Runs);
        json.WriteNumber("full_layers", Work.LayerDepth);
        json.WriteNumber("layer_weights", Work.LayerWeights);
        json.WriteNumber("head_weights", Work.HeadWeights);
        json.WriteStartArray("rows");
        foreach (var row in Rows)
        {
            WriteRow(json, row);
        }

        json.WriteEndArray();
        json.WriteStartArray("shallow_among_full");
        foreach (var row in Neighbours)
        {
            WriteRow(json, row);
        }

        json.WriteEndArray();
    });

    private static Table TableOf(IGrouping<int, DepthRow> rows)
    {
        var table = new Table { Title = new TableTitle(Text($"{rows.Key} at a time")) }
            .AddColumns("case", "depth", "extra", "tok/s", "of full depth", "decode tok/s", "of full depth", "by processor time", "bound", "drafts stood", "same replies");
        foreach (var row in rows)
        {
            string overhead = row.Case.Name.EndsWith("always deep", StringComparison.Ordinal) ? Text($" ({(1 / row.ProcessorRatio.Median) - 1:+0.0%;-0.0%} processor time)") : "";
            table.AddRow(
                Markup.Escape(row.Case.Name + overhead),
                Text($"{row.MeanDepth:F3}"),
                row.ExtraDepth > 0 ? Text($"{row.ExtraDepth:F3}") : "",
                Text($"{row.TokensPerSecond.Median:F1}"),
                Of(row.Ratio, "F2"),
                Text($"{row.DecodeTokensPerSecond.Median:F1}"),
                Of(row.DecodeRatio, "F2"),
                Of(row.ProcessorRatio, "F2"),
                double.IsNaN(row.Bound) ? "" : Text($"{row.Bound:F2}"),
                double.IsNaN(row.Acceptance) ? "" : Text($"{row.Acceptance:P0}"),
                row.SameReplies < 0 ? "" : Text($"{row.SameReplies}/{row.Batch}{(row.Case.IsExact && row.SameReplies < row.Batch ? " DIFFER" : "")}"));
        }

        return table;
    }

    private Table NeighbourTable()
    {
        var table = new Table { Title = new TableTitle("one shallow request among full-depth ones") }
            .AddColumns("requests", "loops", "its depth", "its ms per token", "at full depth", "others tok/s", "of without it");
        foreach (var row in Neighbours)
        {
            table.AddRow(
                Text($"1 + {row.Batch - 1}"),
                row.StepsLoops ? "one a step" : "in one step",
                Text($"{row.MeanDepth:F3}"),
                Of(row.ShallowMilliseconds, "F2"),
                Of(row.DeepMilliseconds, "F2"),
                Of(row.OthersTokensPerSecond, "F0"),
                Of(row.OthersRatio, "F2"));
        }

        return table;
    }

    private static void WriteRow(Utf8JsonWriter json, DepthRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("batch", row.Batch);
        json.WriteString("case", row.Case.Name);
        json.WriteString("method", row.Case.Settings.Method.ToString());
        json.WriteBoolean("loop_by_loop", row.Case.StepsLoops);
        json.WriteBoolean("is_other_model", row.Case.IsOtherModel);
        json.WriteBoolean("is_exact", row.Case.IsExact);
        json.WriteNumber("mean_depth", row.MeanDepth);
        json.WriteNumber("extra_depth", row.ExtraDepth);
        WriteSpread(json, "tokens_per_second", row.TokensPerSecond);
        WriteSpread(json, "ratio", row.Ratio);
        WriteSpread(json, "decode_tokens_per_second", row.DecodeTokensPerSecond);
        WriteSpread(json, "decode_ratio", row.DecodeRatio);
        WriteSpread(json, "processor_ratio", row.ProcessorRatio);
        WriteNumberOrNull(json, "flop_bound", row.Bound);
        WriteNumberOrNull(json, "draft_acceptance", row.Acceptance);
        WriteNumberOrNull(json, "same_replies", row.SameReplies < 0 ? double.NaN : row.SameReplies);
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, NeighbourRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("batch", row.Batch);
        json.WriteBoolean("loop_by_loop", row.StepsLoops);
        json.WriteNumber("mean_depth", row.MeanDepth);
        WriteSpread(json, "shallow_ms_per_token", row.ShallowMilliseconds);
        WriteSpread(json, "deep_ms_per_token", row.DeepMilliseconds);
        WriteSpread(json, "others_tokens_per_second", row.OthersTokensPerSecond);
        WriteSpread(json, "others_ratio", row.OthersRatio);
        json.WriteEndObject();
    }

    private static void WriteSpread(Utf8JsonWriter json, string name, Spread spread)
    {
        json.WriteStartObject(name);
        json.WriteNumber("median", spread.Median);
        json.WriteNumber("least", spread.Low);
        json.WriteNumber("most", spread.High);
        json.WriteEndObject();
    }

    private static void WriteNumberOrNull(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Of(Spread spread, string format)
    {
        string Number(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Number(spread.Median)} ({Number(spread.Low)}-{Number(spread.High)})";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
