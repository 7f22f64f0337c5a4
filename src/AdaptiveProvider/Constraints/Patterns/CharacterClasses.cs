using System.Collections.Concurrent;
using System.Globalization;
using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Patterns;

/// <summary>The named sets of code points of ECMA 262.</summary>
internal static class CharacterClasses
{
    private static readonly ConcurrentDictionary<string, (int First, int Last)[]?> ByCategory = new();

    /// <summary>\d</summary>
    public static (int First, int Last)[] Digits { get; } = [('0', '9')];

    /// <summary>\w</summary>
    public static (int First, int Last)[] Words { get; } = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    /// <summary>\s: white space and line ends.</summary>
    public static (int First, int Last)[] Spaces { get; } =
        [(9, 13), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)];

    /// <summary>Anything but a line end.</summary>
    public static (int First, int Last)[] Dot { get; } = CodePoints.Complement([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)]);

    /// <summary>A general category by its short name, such as L or Lu; null when there is none.</summary>
    public static (int First, int Last)[]? Category(string name) => ByCategory.GetOrAdd(name, Find);

    private static (int First, int Last)[]? Find(string name)
    {
        string[] names = ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn"];
        bool[] belongs = [.. names.Select(category => name.Length > 0 && category.StartsWith(name, StringComparison.Ordinal))]; // [UnicodeCategory]
        if (!belongs.Contains(true))
        {
            return null;
        }

        return CodePoints.Normalized(Enumerable.Range(0, CodePoints.Last + 1).Where(point => belongs[(int)CharUnicodeInfo.GetUnicodeCategory(point)]).Select(point => (point, point)));
    }
}
