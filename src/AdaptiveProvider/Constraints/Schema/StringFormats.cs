using AdaptiveProvider.Constraints.Automata;
using AdaptiveProvider.Constraints.Patterns;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>What texts of a format look like. Of the looser ones it is the usual part only: every such text is valid, but not every valid text is allowed.</summary>
internal static class StringFormats
{
    private const string Leap = @"(\d\d(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)";
    private const string Year = @"(000[1-9]|00[1-9]\d|0[1-9]\d\d|[1-9]\d{3})";
    private const string Date = "(" + Year + @"-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|" + Leap + "-02-29)";
    private const string Time = @"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?(Z|[+-](0\d|1[0-3]):[0-5]\d)";
    private const string DayTime = @"T(\d{1,5}H(\d{1,5}M(\d{1,5}S)?)?|\d{1,5}M(\d{1,5}S)?|\d{1,5}S)";
    private const string Days = @"(\d{1,5}D|\d{1,5}M(\d{1,5}D)?|\d{1,4}Y(\d{1,5}M(\d{1,5}D)?)?)";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?";
    private const string Host = Label + @"(\." + Label + "){0,4}";
    private const string Octet = @"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";
    private const string Group = "[0-9A-Fa-f]{1,4}";
    private const string PathCharacter = "([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";
    private const string UriPath = "(/" + PathCharacter + @"*)*(\?(" + PathCharacter + @"|[/?])*)?(#(" + PathCharacter + "|[/?])*)?";

    /// <summary>Adds a format to what a value must be.</summary>
    /// <exception cref="SchemaNotSupportedException">It is unknown.</exception>
    public static void Apply(SchemaNode node, string format, Shape shape, SchemaStrictness strictness)
    {
        if (Expression(format) is { } expression)
        {
            shape.Implied |= JsonTypes.String;
            shape.Texts.Add(PatternAutomaton.OfKnown("^" + expression + "$"));
            return;
        }

        switch (format)
        {
            case "int32":
                shape.AtLeast(new NumberBound(DecimalText.Parse("-2147483648")!, IsExclusive: false));
                shape.AtMost(new NumberBound(DecimalText.Parse("2147483647")!, IsExclusive: false));
                break;
            case "int64" or "float" or "double" or "decimal" or "password" or "binary" or "":
                break;
            default:
                if (strictness == SchemaStrictness.Strict)
                {
                    throw node.Unsupported("format", $"names \"{format}\", which is not supported; leave it out, or say it with pattern");
                }

                break;
        }
    }

    private static string? Expression(string format) => format switch
    {
        "date" => Date,
        "time" => Time,
        "date-time" => Date + "T" + Time,
        "duration" => $@"P({Days}({DayTime})?|{DayTime}|\d{{1,4}}W)",
        "uuid" => "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
        "email" or "idn-email" => @"[A-Za-z0-9_%+-]{1,30}(\.[A-Za-z0-9_%+-]{1,15}){0,2}@" + Label + @"(\." + Label + "){1,3}",
        "hostname" or "idn-hostname" => Host,
        "ipv4" => $@"{Octet}(\.{Octet}){{3}}",
        "ipv6" => $"(({Group}:){{7}}{Group}|::({Group}(:{Group}){{0,5}})?|{Group}::({Group}(:{Group}){{0,4}})?|{Group}:{Group}::({Group}(:{Group}){{0,3}})?)",
        "uri" or "iri" or "uri-reference" or "iri-reference" => "(https?|ftp|wss?)://" + Host + @"(:[1-9]\d{0,3})?" + UriPath,
        "byte" => "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        "json-pointer" => "(/([^~/]|~[01])*)*",
        _ => null,
    };
}
