using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Training.Recipes.PaperTable;

/// <summary>The comparison as Markdown for people and CSV for programs.</summary>
internal static class PaperTableReport
{
    /// <summary>Writes table.md and table.csv.</summary>
    public static void Write(string folder, IReadOnlyList<PaperTableResult> results)
    {
        Data.CompleteFile.Write(Path.Combine(folder, "table.md"), stream => stream.Write(Encoding.UTF8.GetBytes(Markdown(results))));
        Data.CompleteFile.Write(Path.Combine(folder, "table.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(Csv(results))));
    }

    /// <summary>The rows of a table in docs/training.md's form.</summary>
    public static string Markdown(IReadOnlyList<PaperTableResult> results)
    {
        var text = new StringBuilder();
        foreach (var (budget, title) in (ReadOnlySpan<(PaperTableBudget, string)>)[(PaperTableBudget.Tokens, "Equal training tokens"), (PaperTableBudget.Flops, "Equal training FLOPs")])
        {
            text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n");
            text.Append("| Model | Unique parameters (k) | Training FLOPs (T) | Tokens (M) | Bits per byte | Mean layers of 8 | Minutes |\n|---|---:|---:|---:|---:|---:|---:|\n");
            foreach (var result in results.Where(result => BelongsTo(result, budget, results)))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {result.Model} | {result.Parameters / 1e3:F0} | {result.Flops / 1e12:F1} | {result.Tokens / 1e6:F2} ");
                text.Append(CultureInfo.InvariantCulture, $"| {result.BitsPerByte:F4} | {result.MeanLayers:F2} | {result.Seconds / 60:F1} |\n");
            }

            text.Append('\n');
        }

        PaperTableResult[] repeated = [.. results.Where(result => result.Model == results[0].Model)];
        if (repeated.Length > 1)
        {
            string figures = string.Join(", ", repeated.Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.BitsPerByte:F4} (seed {result.Seed})")));
            text.Append(CultureInfo.InvariantCulture, $"Noise: {repeated[0].Model} trained {repeated.Length} times gives {figures}.\n");
        }

        return text.ToString();
    }

    private static string Csv(IReadOnlyList<PaperTableResult> results)
    {
        string[] groups = [.. results.SelectMany(result => result.Groups.Keys).Distinct()];
        var text = new StringBuilder("model,budget,parameters,flops,tokens,seed,learning_rate,bits_per_byte,mean_layers,training_loss,training_loops,seconds");
        text.Append(string.Concat(groups.Select(group => $",bits_per_byte_{group}"))).Append('\n');
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"{result.Model},{result.Budget},{result.Parameters},{result.Flops:E4},{result.Tokens},{result.Seed},{result.LearningRate},{result.BitsPerByte:F5},");
            text.Append(CultureInfo.InvariantCulture, $"{result.MeanLayers:F3},{result.TrainingLoss:F4},{result.TrainingLoops:F3},{result.Seconds:F0}");
            text.Append(string.Concat(groups.Select(group => string.Create(CultureInfo.InvariantCulture, $",{result.Groups.GetValueOrDefault(group, double.NaN):F5}")))).Append('\n');
        }

        return text.ToString();
    }

    // Models without routing cost as much per token as vanilla: their one run stands in both parts.
    // A table that is not complete may show a routed model's first run twice.
    private static bool BelongsTo(PaperTableResult result, PaperTableBudget budget, IReadOnlyList<PaperTableResult> results)
        => result.Seed == results[0].Seed && (result.Budget == budget || !results.Any(other => other.Model == result.Model && other.Budget == PaperTableBudget.Flops));
}
