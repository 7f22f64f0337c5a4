using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>Combining classes, decompositions and compositions, read once from unicode-normalization.txt beside this file.</summary>
internal static class UnicodeTables
{
    private static readonly Dictionary<int, byte> Classes = [];
    private static readonly Dictionary<int, int[]> Canonical = [];
    private static readonly Dictionary<int, int[]> Compatible = [];
    private static readonly Dictionary<(int First, int Second), int> Composed = [];

    static UnicodeTables()
    {
        var mappings = new Dictionary<int, (char Kind, int[] Parts)>();
        foreach (var line in ReadLines())
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (scalars, kind, value) = (line[..space], line[space + 1], line[(space + 2)..]);
            if (kind == ':')
            {
                AddClasses(scalars, byte.Parse(value, CultureInfo.InvariantCulture));
            }
            else
            {
                mappings[Hexadecimal(scalars)] = (kind, [.. value.Split(' ').Select(Hexadecimal)]);
            }
        }

        foreach (var (scalar, (kind, parts)) in mappings)
        {
            if (kind == '=')
            {
                Composed[(parts[0], parts[1])] = scalar;
            }

            AddExpansion(Canonical, scalar, mappings, compatible: false);
            AddExpansion(Compatible, scalar, mappings, compatible: true);
        }
    }

    public static int CombiningClass(int scalar) => scalar < 0x300 ? 0 : Classes.GetValueOrDefault(scalar);

    public static bool TryDecompose(int scalar, bool compatible, out int[] parts)
        => (compatible ? Compatible : Canonical).TryGetValue(scalar, out parts!);

    public static bool TryCompose(int first, int second, out int composed) => Composed.TryGetValue((first, second), out composed);

    private static IEnumerable<string> ReadLines()
    {
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream("unicode-normalization.txt")!;
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                yield return line;
            }
        }
    }

    private static void AddClasses(string scalars, byte combiningClass)
    {
        var ends = scalars.Split('-');
        for (var scalar = Hexadecimal(ends[0]); scalar <= Hexadecimal(ends[^1]); scalar++)
        {
            Classes[scalar] = combiningClass;
        }
    }

    private static void AddExpansion(
        Dictionary<int, int[]> table, int scalar, Dictionary<int, (char Kind, int[] Parts)> mappings, bool compatible)
    {
        var expansion = Expand(scalar, mappings, compatible).ToArray();
        if (expansion is not [var same] || same != scalar)
        {
            table[scalar] = expansion;
        }
    }

    private static IEnumerable<int> Expand(int scalar, Dictionary<int, (char Kind, int[] Parts)> mappings, bool compatible)
        => mappings.TryGetValue(scalar, out var mapping) && (compatible || mapping.Kind != '~')
            ? mapping.Parts.SelectMany(part => Expand(part, mappings, compatible))
            : [scalar];

    private static int Hexadecimal(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
