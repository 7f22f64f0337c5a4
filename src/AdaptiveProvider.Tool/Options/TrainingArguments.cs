using System.CommandLine;

namespace AdaptiveProvider.Tool.Options;

/// <summary>Options that several training verbs have.</summary>
internal static class TrainingArguments
{
    /// <summary>Where results go.</summary>
    public static Option<string?> OutOption(string description) => new("--out") { Description = description, HelpName = "DIR" };

    /// <summary>A tokenizer's folder.</summary>
    public static Option<string?> TokenizerOption() => new("--tokenizer") { Description = "Folder with a tokenizer, as train tokenizer writes it.", HelpName = "DIR" };

    /// <summary>Where to compute.</summary>
    public static Option<string> DeviceOption() => new("--device")
    {
        Description = "Where to compute: cpu, cuda:0, mps or auto.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>The value of an option that a verb cannot do without.</summary>
    /// <exception cref="UsageException">It is not given.</exception>
    public static string Require(ParseResult arguments, Option<string?> option, string remedy)
        => arguments.GetValue(option) is { Length: > 0 } value ? value : throw new UsageException($"no {option.Name} given. {remedy}");
}
