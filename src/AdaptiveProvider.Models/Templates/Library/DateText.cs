using System.Globalization;
using System.Text;
using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>The directives of C's <c>strftime</c> in the C locale; <c>%-d</c> and the like drop leading zeros.</summary>
internal static class DateText
{
    public static string Format(string format, DateTime time, RenderBudget budget)
    {
        var output = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            budget.Step();
            if (format[at] != '%' || at + 1 == format.Length)
            {
                output.Append(format[at]);
                continue;
            }

            var isUnpadded = format[at + 1] == '-' && at + 2 < format.Length;
            at += isUnpadded ? 2 : 1;
            var text = Directive(format[at], time) ?? throw new TemplateFault($"strftime_now does not know '%{format[at]}'");
            output.Append(isUnpadded ? WithoutPadding(text) : text);
        }

        return output.ToString();
    }

    private static string WithoutPadding(string text) => text.TrimStart('0', ' ') is { Length: > 0 } digits ? digits : "0";

    private static string? Directive(char directive, DateTime time) => directive switch
    {
        'a' => Net(time, "ddd"),
        'A' => Net(time, "dddd"),
        'b' or 'h' => Net(time, "MMM"),
        'B' => Net(time, "MMMM"),
        'c' => $"{Net(time, "ddd MMM")} {time.Day,2} {Net(time, "HH:mm:ss yyyy")}",
        'C' => Net(time, "yyyy")[..2],
        'd' => Net(time, "dd"),
        'D' or 'x' => Net(time, "MM'/'dd'/'yy"),
        'e' => $"{time.Day,2}",
        'f' => Net(time, "ffffff"),
        'F' => Net(time, "yyyy-MM-dd"),
        'G' => Text(ISOWeek.GetYear(time), "0000"),
        'H' => Net(time, "HH"),
        'I' => Net(time, "hh"),
        'j' => Text(time.DayOfYear, "000"),
        'k' => $"{time.Hour,2}",
        'l' => $"{((time.Hour + 11) % 12) + 1,2}",
        'm' => Net(time, "MM"),
        'M' => Net(time, "mm"),
        'n' => "\n",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        'r' => Net(time, "hh:mm:ss ") + (time.Hour < 12 ? "AM" : "PM"),
        'R' => Net(time, "HH:mm"),
        'S' => Net(time, "ss"),
        't' => "\t",
        'T' or 'X' => Net(time, "HH:mm:ss"),
        'u' => Text(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, "0"),
        'U' => Text((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, "00"),
        'V' => Text(ISOWeek.GetWeekOfYear(time), "00"),
        'w' => Text((int)time.DayOfWeek, "0"),
        'W' => Text((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7, "00"),
        'y' => Net(time, "yy"),
        'Y' => Net(time, "yyyy"),
        // As in Python, a time without a zone prints none.
        'z' or 'Z' => "",
        '%' => "%",
        _ => null,
    };

    private static string Net(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(int number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
