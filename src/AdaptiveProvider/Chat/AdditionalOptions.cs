using System.Globalization;
using System.Text.Json;
using AdaptiveProvider.Depth;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Reads option values leniently, whatever a cache, a serialiser or another framework has made of them, and refuses nonsense by key.</summary>
internal sealed class AdditionalOptions(AdditionalPropertiesDictionary? properties)
{
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number under a key; null when it is absent or null.</summary>
    /// <exception cref="ArgumentException">The value is not a finite number.</exception>
    public double? Number(string key)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        string text = TextOf(value);
        return value is not bool && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new ArgumentException($"ChatOptions.AdditionalProperties[\"{key}\"] must be a number; it is '{text}'.", key);
    }

    /// <summary>The whole number under a key; null when it is absent or null.</summary>
    /// <exception cref="ArgumentException">The value is not a whole number of 32 bits.</exception>
    public int? Integer(string key) => Number(key) switch
    {
        null => null,
        { } number when number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue => (int)number,
        { } number => throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"ChatOptions.AdditionalProperties[\"{key}\"] must be a whole number; it is {number}."), key),
    };

    /// <summary>The time in milliseconds under a key; null when it is absent or null.</summary>
    /// <exception cref="ArgumentException">The value is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is longer than a day, or not above 0.</exception>
    public TimeSpan? Milliseconds(string key) => Number(key) switch
    {
        null => null,
        > 0 and <= 86_400_000 and var number => TimeSpan.FromMilliseconds(number),
        { } number => throw new ArgumentOutOfRangeException(key, number, $"ChatOptions.AdditionalProperties[\"{key}\"] must be above 0 and at most a day of milliseconds."),
    };

    /// <summary>True or false under a key, as a boolean, a word or 1 and 0; null when it is absent or null.</summary>
    /// <exception cref="ArgumentException">The value is none of these.</exception>
    public bool? Flag(string key) => Value(key) is not { } value ? null : TextOf(value).ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        var text => throw new ArgumentException($"ChatOptions.AdditionalProperties[\"{key}\"] must be true or false; it is '{text}'.", key),
    };

    /// <summary>The text under a key; null when it is absent or null.</summary>
    /// <exception cref="ArgumentException">The value is no text, or an empty one.</exception>
    public string? Text(string key)
    {
        object? value = Value(key);
        string? text = value is ExitPolicy policy ? policy.Value : value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString() : value as string;
        return value is null || !string.IsNullOrWhiteSpace(text)
            ? text?.Trim()
            : throw new ArgumentException($"ChatOptions.AdditionalProperties[\"{key}\"] must be a word; it is '{TextOf(value)}'.", key);
    }

    /// <summary>What the word under a key means; null when it is absent or null.</summary>
    /// <exception cref="ArgumentException">The value is no text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The word is unknown.</exception>
    public T? Word<T>(string key, WordTable<T> words)
        where T : struct => Value(key) is T meaning ? meaning : Text(key) is not { } word ? null : words.Find(word)
            ?? throw new ArgumentOutOfRangeException(key, word, $"ChatOptions.AdditionalProperties[\"{key}\"] '{word}' is not known; it is one of {words.Listed}.");

    /// <summary>Refuses keys of ours that nobody has read.</summary>
    /// <exception cref="ArgumentException">A key under <see cref="AdaptiveOptionKeys.Prefix"/> is unknown.</exception>
    public void RefuseUnread()
    {
        foreach (string key in properties?.Keys ?? Enumerable.Empty<string>())
        {
            if (key.StartsWith(AdaptiveOptionKeys.Prefix, StringComparison.OrdinalIgnoreCase) && !_read.Contains(key))
            {
                throw new ArgumentException($"ChatOptions.AdditionalProperties[\"{key}\"] is not known. Known are {string.Join(", ", _read.Order(StringComparer.Ordinal))}.", key);
            }
        }
    }

    private object? Value(string key)
    {
        _read.Add(key);
        object? value = properties?.GetValueOrDefault(key);
        return value is JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null : value;
    }

    private static string TextOf(object value)
        => value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString()! : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
