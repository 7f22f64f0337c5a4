using System.Globalization;
using System.Text.Json;
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
        _read.Add(key);
        object? value = properties?.GetValueOrDefault(key);
        if (value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
        {
            return null;
        }

        string text = value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString()! : Convert.ToString(value, CultureInfo.InvariantCulture)!;
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
}
