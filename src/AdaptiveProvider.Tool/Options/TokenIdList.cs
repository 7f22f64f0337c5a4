using System.Globalization;

namespace AdaptiveProvider.Tool.Options;

/// <summary>Token ids written by people and programs: separated by commas or white space, with or without the brackets of a JSON array.</summary>
internal static class TokenIdList
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    /// <summary>Reads the ids.</summary>
    /// <param name="text">For example <c>1,2,3</c>, <c>1 2 3</c> or <c>[1, 2, 3]</c>.</param>
    /// <param name="source">Where the text stands, for the error.</param>
    /// <exception cref="UsageException">A part is not an id.</exception>
    public static int[] Parse(string text, string source)
    {
        string list = text.Trim();
        if (list.StartsWith('[') && list.EndsWith(']'))
        {
            list = list[1..^1];
        }

        return
        [
            .. from part in list.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
               select int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                   ? id
                   : throw new UsageException($"{source}: '{Shorten(part)}' is not a token id. Write whole numbers from 0, separated by commas: 1,2,3."),
        ];
    }

    private static string Shorten(string part) => part.Length <= 40 ? part : $"{part[..40]}…";
}
