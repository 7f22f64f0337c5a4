using System.Text;
using AdaptiveProvider.Models.Templates.Library;
using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's <c>pattern.format(arguments)</c>: fields by position or name, conversions, format specifications.</summary>
internal sealed class BraceFormat(IReadOnlyList<Value> positional, IReadOnlyDictionary<string, Value> named, RenderBudget budget)
{
    private int _next;

    public string Apply(string pattern)
    {
        var output = new StringBuilder();
        for (var at = 0; at < pattern.Length; at++)
        {
            budget.Length(output.Length);
            var unit = pattern[at];
            var isDoubled = at + 1 < pattern.Length && pattern[at + 1] == unit;
            if (unit is not ('{' or '}') || isDoubled)
            {
                output.Append(unit);
                at += unit is '{' or '}' ? 1 : 0;
                continue;
            }

            var close = unit == '{' ? pattern.IndexOf('}', at) : -1;
            if (close < 0)
            {
                throw new TemplateFault($"Single '{unit}' encountered in format string");
            }

            output.Append(Field(pattern[(at + 1)..close]));
            at = close;
        }

        return budget.Made(output.ToString());
    }

    private string Field(string field)
    {
        budget.Step();
        if (field.Contains('{', StringComparison.Ordinal))
        {
            throw new TemplateFault("nested fields in a format specification are not supported");
        }

        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var (reference, spec) = colon < 0 ? (field, "") : (field[..colon], field[(colon + 1)..]);
        var bang = reference.IndexOf('!', StringComparison.Ordinal);
        var conversion = bang < 0 ? "" : reference[(bang + 1)..];
        var value = Resolve(bang < 0 ? reference : reference[..bang]);
        value = conversion switch
        {
            "" => value,
            "s" => new StringValue(PythonText.Of(value, budget)),
            "r" or "a" => new StringValue(PythonText.Repr(value, budget)),
            _ => throw new TemplateFault($"Unknown conversion specifier '{conversion}'"),
        };
        return Format(value, ReadSpec(spec));
    }

    private Value Resolve(string reference)
    {
        var end = reference.IndexOfAny(['.', '[']);
        var name = end < 0 ? reference : reference[..end];
        var value = name.Length == 0 || char.IsAsciiDigit(name[0])
            ? Positional(name.Length == 0 ? _next++ : Number.ToCount(new IntegerValue(Number.ParseInteger(name, 10) ?? -1)))
            : named.TryGetValue(name, out var found) ? found : throw new TemplateFault($"the format names a missing argument: {PythonText.Quote(name)}");
        foreach (var part in end < 0 ? [] : reference[end..].Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var key = part.TrimEnd(']');
            var isIndex = part.EndsWith(']') && Number.ParseInteger(key, 10) is not null;
            value = Attributes.Element(value, isIndex ? new IntegerValue(Number.ParseInteger(key, 10)!.Value) : new StringValue(key), budget);
        }

        return value;
    }

    private Value Positional(int index) => index >= 0 && index < positional.Count
        ? positional[index]
        : throw new TemplateFault($"Replacement index {index} out of range for positional args tuple");

    private string Format(Value value, FormatSpec spec)
    {
        if (Number.IsNumber(value) && spec.Type != 's' && !(value is BooleanValue && spec.Type == '\0'))
        {
            return spec.Numeric(value, budget);
        }

        if (value is UndefinedValue undefined && spec.Type is not ('\0' or 's'))
        {
            throw undefined.Fault();
        }

        return spec.Type is '\0' or 's'
            ? spec.Text(PythonText.Of(value, budget), budget)
            : throw new TemplateFault($"Unknown format code '{spec.Type}' for object of type '{value.TypeName}'");
    }

    // [[fill]align][sign][#][0][width][grouping][.precision][type]
    private static FormatSpec ReadSpec(string text)
    {
        var spec = new FormatSpec();
        var at = 0;
        if (text.Length > 1 && text[1] is '<' or '>' or '^' or '=')
        {
            spec = spec with { Fill = text[..1], Align = text[1] };
            at = 2;
        }
        else if (text.Length > 0 && text[0] is '<' or '>' or '^' or '=')
        {
            spec = spec with { Align = text[0] };
            at = 1;
        }

        spec = Peek() is '+' or '-' or ' ' ? spec with { Sign = text[at++] } : spec;
        spec = Peek() == '#' ? spec with { IsAlternate = text[at++] == '#' } : spec;
        if (Peek() == '0')
        {
            spec = spec.Align == '\0' ? spec with { Fill = "0", Align = '=' } : spec;
            at++;
        }

        spec = spec with { Width = ReadCount() ?? 0 };
        spec = Peek() is ',' or '_' ? spec with { Grouping = text[at++] } : spec;
        if (Peek() == '.')
        {
            at++;
            spec = spec with { Precision = ReadCount() ?? throw new TemplateFault("Format specifier missing precision") };
        }

        spec = spec with { Type = at < text.Length ? text[at++] : '\0' };
        return at == text.Length && spec.Type is '\0' or 's' or 'd' or 'n' or 'x' or 'X' or 'o' or 'b' or 'c' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%'
            ? spec
            : throw new TemplateFault($"Invalid format specifier '{text}'");

        char Peek() => at < text.Length ? text[at] : '\0';

        int? ReadCount()
        {
            var start = at;
            while (char.IsAsciiDigit(Peek()))
            {
                at++;
            }

            return at == start ? null : Number.ToCount(new IntegerValue(Number.ParseInteger(text[start..at], 10) ?? int.MaxValue));
        }
    }
}
