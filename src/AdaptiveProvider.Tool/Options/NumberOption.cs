using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace AdaptiveProvider.Tool.Options;

/// <summary>Options whose value is a number, with errors for people.</summary>
internal static class NumberOption
{
    /// <summary>An option that may be absent.</summary>
    /// <param name="name">The option's name with its dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="helpName">The letter that stands for the number in the help.</param>
    public static Option<T?> Create<T>(string name, string description, string helpName)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && T.IsFinite(number))
                {
                    return number;
                }

                result.AddError($"{name} needs a {(typeof(T) == typeof(float) || typeof(T) == typeof(double) ? "number" : "whole number")}; it is '{text}'.");
                return null;
            },
        };
}
