using System.CommandLine;

namespace AdaptiveProvider.Tool.Options;

/// <summary>Options whose value is one of a few words.</summary>
internal static class WordOption
{
    /// <summary>An option that may be absent.</summary>
    /// <param name="name">The option's name with its dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="words">The words and what they mean.</param>
    public static Option<T?> Create<T>(string name, string description, params (string Word, T Meaning)[] words)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Select(word => word.Word)),
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                foreach (var (word, meaning) in words)
                {
                    if (word == text)
                    {
                        return meaning;
                    }
                }

                result.AddError($"{name} '{text}' is not known; use {string.Join(", ", words.SkipLast(1).Select(word => word.Word))} or {words[^1].Word}.");
                return null;
            },
        };
}
