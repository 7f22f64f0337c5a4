using System.Globalization;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Training.Evaluation;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Training;

/// <summary>Held-out figures for people: a row per source, a column per depth.</summary>
internal static class EvaluationTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(TerminalStreams terminal, HeldOutReport report)
    {
        var table = new Table().AddColumn("Bits per byte");
        foreach (string depth in report.Depths)
        {
            table.AddColumn(new TableColumn(Markup.Escape(depth)).RightAligned());
        }

        foreach (string source in report.Sources)
        {
            table.AddRow([Markup.Escape(source), .. report.Depths.Select(depth => Number(report.Of(source, depth).BitsPerByte))]);
        }

        table.AddRow([HeldOutReport.AllSources, .. report.Depths.Select(depth => Number(report.Total(depth).BitsPerByte))]);
        table.AddRow(["layers per token", .. report.Depths.Select(depth => Number(report.Total(depth).MeanLayers))]);
        terminal.OutputConsole().Write(table);
    }

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
