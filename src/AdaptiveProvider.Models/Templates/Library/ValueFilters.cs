using System.Numerics;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>Filters on single values: numbers, defaults, attributes, JSON.</summary>
internal static class ValueFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("abs", "", Absolute),
        new("int", "default? base?", ToInteger),
        new("float", "default?", ToFloat),
        new("round", "precision? method?", Round),
        new("default", "default_value? boolean?", Default),
        new("d", "default_value? boolean?", Default),
        new("attr", "name", call => Attributes.AttributeOnly(call.Target, call.Text(0))),
        new("tojson", "ensure_ascii? indent? separators? sort_keys?", ToJson),
    ];

    private static Value Absolute(Call call) => call.Target switch
    {
        FloatValue { Number: var number } => new FloatValue(Math.Abs(number)),
        UndefinedValue undefined => throw undefined.Fault(),
        var whole when Number.IsWhole(whole) => new IntegerValue(BigInteger.Abs(Number.ToInteger(whole))),
        var other => throw new TemplateFault($"bad operand type for abs(): '{other.TypeName}'"),
    };

    private static Value ToInteger(Call call)
    {
        var absent = call[0] ?? new IntegerValue(0);
        switch (call.Target)
        {
            case UndefinedValue undefined:
                throw undefined.Fault();
            case StringValue { Text: var text }:
                call.Budget.Step(Math.Min(text.Length, Number.DigitsMax));
                if (Number.ParseInteger(text, call.Count(1, 10)) is { } number)
                {
                    return Arithmetic.Bounded(number, call.Budget);
                }

                // "42.23"|int is 42.
                return Number.ParseFloat(text) is { } parsed && double.IsFinite(parsed) ? new IntegerValue(new BigInteger(parsed)) : absent;
            case FloatValue { Number: var real } when !double.IsFinite(real):
                return absent;
            default:
                return Number.IsNumber(call.Target) ? new IntegerValue(Number.ToInteger(call.Target)) : absent;
        }
    }

    private static Value ToFloat(Call call)
    {
        var absent = call[0] ?? new FloatValue(0);
        return call.Target switch
        {
            UndefinedValue undefined => throw undefined.Fault(),
            StringValue text => Number.ParseFloat(text.Text) is { } number ? new FloatValue(number) : absent,
            var value => Number.IsNumber(value) ? new FloatValue(Number.ToDouble(value)) : absent,
        };
    }

    private static Value Round(Call call)
    {
        var (precision, method) = (call.Count(0, 0), call.Text(1, "common"));
        if (method is not ("common" or "ceil" or "floor"))
        {
            throw new TemplateFault("method must be common, ceil or floor");
        }

        if (!Number.IsNumber(call.Target))
        {
            throw call.Target is UndefinedValue undefined
                ? undefined.Fault()
                : new TemplateFault($"type {call.Target.TypeName} doesn't define __round__ method");
        }

        if (method == "common")
        {
            return call.Target is FloatValue { Number: var number }
                ? new FloatValue(ExactDecimal.Round(number, precision))
                : new IntegerValue(precision >= 0 ? Number.ToInteger(call.Target) : ExactDecimal.Round(Number.ToInteger(call.Target), -precision));
        }

        var scale = Math.Pow(10, precision);
        var scaled = Number.ToDouble(call.Target) * scale;
        return new FloatValue((method == "ceil" ? Math.Ceiling(scaled) : Math.Floor(scaled)) / scale);
    }

    private static Value Default(Call call)
        => call.Target is UndefinedValue || (call.Flag(1) && !call.Target.IsTrue) ? call[0] ?? StringValue.Empty : call.Target;

    private static StringValue ToJson(Call call)
    {
        var indent = call.Given(1) switch
        {
            null => null,
            StringValue text => text.Text,
            var width => Spaces(Number.ToCount(width)),
        };
        var separators = call.Given(2) is { } pair ? Iteration.Items(pair, call.Budget) : null;
        if (separators is not (null or [StringValue, StringValue]))
        {
            throw new TemplateFault("separators must be a pair of strings");
        }

        var json = new JsonText(call.Budget)
        {
            IsAscii = call.Flag(0),
            Indent = indent,
            ItemSeparator = separators is [StringValue item, _] ? item.Text : indent is null ? ", " : ",",
            KeySeparator = separators is [_, StringValue key] ? key.Text : ": ",
            IsSorted = call.Flag(3),
        };
        return new StringValue(json.Serialize(call.Target));

        string Spaces(int width)
        {
            call.Budget.Length(width);
            return new string(' ', Math.Max(0, width));
        }
    }
}
