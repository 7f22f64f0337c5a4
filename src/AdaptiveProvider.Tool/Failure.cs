using System.Text.Json;
using System.Text.RegularExpressions;
using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Tool;

/// <summary>Failures in one line for people.</summary>
internal static partial class Failure
{
    /// <summary>What went wrong; the type's name stands before it only when nobody foresaw it.</summary>
    public static string Describe(Exception failure) => OptionKey().Replace(Words(failure), match => $"--{match.Groups[1].Value.Replace('_', '-')}");

    private static string Words(Exception failure) => failure switch
    {
        AdaptiveProviderException or UsageException or IOException or UnauthorizedAccessException or NotSupportedException or InvalidOperationException => OneLine(failure.Message),
        JsonException => $"not valid JSON: {OneLine(failure.Message)}",
        ArgumentException => OneLine(ParameterName().Replace(failure.Message, "")),
        OutOfMemoryException => "out of memory. Use a smaller --dtype, fewer slots or a shorter --context.",
        _ => $"unexpected {failure.GetType().Name}: {OneLine(failure.Message)}",
    };

    /// <summary>The text with its line breaks made spaces.</summary>
    public static string OneLine(string text) => LineBreaks().Replace(text, " ").Trim();

    // The library names keys of call options; here they are options of the command.
    [GeneratedRegex(@"\badaptive\.([a-z]+(?:_[a-z]+)*)\b")]
    private static partial Regex OptionKey();

    // ArgumentException adds the parameter's name and, on a line of its own, the value: both mean nothing on a command line.
    [GeneratedRegex(@" \(Parameter '[^']*'\)(\r?\nActual value was [^\n]*)?")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"\s*[\r\n]+\s*")]
    private static partial Regex LineBreaks();
}
