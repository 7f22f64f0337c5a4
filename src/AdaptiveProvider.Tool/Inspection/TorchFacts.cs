using AdaptiveProvider.Torch;

namespace AdaptiveProvider.Tool.Inspection;

/// <summary>What was found of libtorch, line by line for people.</summary>
internal static class TorchFacts
{
    /// <summary>Names and values of the lines.</summary>
    public static IEnumerable<(string Name, string Value)> Of(TorchRuntimeReport report)
    {
        yield return report.IsLoaded
            ? ("libtorch", $"{report.Version ?? "of unknown version"} in {report.Folder}")
            : ("libtorch", $"not usable: {Failure.OneLine(report.Problem ?? "unknown")}");
        if (report.IsLoaded)
        {
            yield return ("Devices", string.Join(", ", report.Devices));
        }

        foreach (string warning in report.Warnings)
        {
            yield return ("Note", Failure.OneLine(warning));
        }

        if (report.Remedy is { } remedy)
        {
            yield return ("Remedy", Failure.OneLine(remedy));
            foreach (string tried in report.Tried)
            {
                yield return ("Tried", tried);
            }
        }
    }
}
