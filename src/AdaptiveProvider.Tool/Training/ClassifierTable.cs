using System.Globalization;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Training.Classifiers;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Training;

/// <summary>What classifiers are worth, for people: a column per exit.</summary>
internal static class ClassifierTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(TerminalStreams terminal, FittedClassifiers fitted)
    {
        var table = new Table().AddColumn("Held-out tokens, exit after");
        foreach (var figure in fitted.Figures)
        {
            table.AddColumn(new TableColumn(string.Create(CultureInfo.InvariantCulture, $"{figure.Layers} layers")).RightAligned());
        }

        Row("tokens", figure => figure.HeldOutTokens.ToString("N0", CultureInfo.InvariantCulture));
        Row("agree with full depth", figure => Number(figure.Agreement));
        Row("accuracy", figure => Number(figure.Accuracy));
        Row("area under curve", figure => Number(figure.AreaUnderCurve));
        Row("the softmax margin's", figure => Number(figure.MarginAreaUnderCurve));
        for (int bin = 0; bin < fitted.Figures[0].Calibration.Count; bin++)
        {
            int at = bin;
            var (from, to) = (fitted.Figures[0].Calibration[bin].From, fitted.Figures[0].Calibration[bin].To);
            Row(string.Create(CultureInfo.InvariantCulture, $"said {from} to {to}: agree, of tokens"), figure => Kept(figure.Calibration[at]));
        }

        terminal.OutputConsole().Write(table);

        void Row(string name, Func<ClassifierFigure, string> cell) => table.AddRow([Markup.Escape(name), .. fitted.Figures.Select(cell)]);
    }

    private static string Kept(CalibrationBin bin) => bin.Tokens == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{bin.Agreed:F3} of {bin.Tokens:N0}");

    private static string Number(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "–";
}
