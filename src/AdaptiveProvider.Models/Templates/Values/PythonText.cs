using System.Globalization;
using System.Text;
using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's <c>str()</c> and <c>repr()</c> of values.</summary>
internal static class PythonText
{
    /// <summary>What <c>{{ value }}</c> prints.</summary>
    public static string Of(Value value, RenderBudget budget)
    {
        switch (value)
        {
            case StringValue text:
                return text.Text;
            case UndefinedValue:
                return "";
            default:
                var builder = new StringBuilder();
                Write(builder, value, budget);
                return budget.Made(builder.ToString());
        }
    }

    public static string Repr(Value value, RenderBudget budget)
    {
        var builder = new StringBuilder();
        Write(builder, value, budget);
        return budget.Made(builder.ToString());
    }

    /// <summary>The shortest digits that read back as the same double, laid out as Python does.</summary>
    public static string Float(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        var parts = number.ToString("R", CultureInfo.InvariantCulture).TrimStart('-').Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var leading = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = leading.TrimStart('0');
        var exponent = digits.Length == 0 ? 0
            : (point < 0 ? leading.Length : point) - 1 - (leading.Length - digits.Length)
                + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.Length == 0 ? "0" : digits.TrimEnd('0');
        var sign = double.IsNegative(number) ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        }

        var whole = digits.PadRight(exponent + 1, '0');
        return $"{sign}{whole[..(exponent + 1)]}.{(whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0")}";
    }

    /// <summary>A string literal: single quotes unless the text has those and no double ones.</summary>
    public static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var builder = new StringBuilder(text.Length + 2).Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsSurrogatePair(text, i);
            AppendQuoted(builder, text, i, quote);
            i += isPair ? 1 : 0;
        }

        return builder.Append(quote).ToString();
    }

    private static void AppendQuoted(StringBuilder builder, string text, int index, char quote)
    {
        var unit = text[index];
        switch (unit)
        {
            case '\\':
                builder.Append(@"\\");
                return;
            case '\n':
                builder.Append(@"\n");
                return;
            case '\r':
                builder.Append(@"\r");
                return;
            case '\t':
                builder.Append(@"\t");
                return;
        }

        var isPair = char.IsSurrogatePair(text, index);
        var code = isPair ? char.ConvertToUtf32(text, index) : unit;
        if (unit == quote)
        {
            builder.Append('\\').Append(unit);
        }
        else if (IsPrintable(text, index, code))
        {
            builder.Append(text, index, isPair ? 2 : 1);
        }
        else
        {
            builder.Append(code < 0x100 ? $"\\x{code:x2}" : code < 0x10000 ? $"\\u{code:x4}" : $"\\U{code:x8}");
        }
    }

    private static bool IsPrintable(string text, int index, int code) => code == ' ' || CharUnicodeInfo.GetUnicodeCategory(text, index) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    private static void Write(StringBuilder builder, Value value, RenderBudget budget)
    {
        budget.Step();
        budget.Length(builder.Length);
        switch (value)
        {
            case StringValue text:
                builder.Append(Quote(text.Text));
                break;
            case NoneValue:
                builder.Append("None");
                break;
            case BooleanValue flag:
                builder.Append(flag.IsTrue ? "True" : "False");
                break;
            case IntegerValue { Number: var number }:
                builder.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case FloatValue { Number: var number }:
                builder.Append(Float(number));
                break;
            case UndefinedValue:
                builder.Append("Undefined");
                break;
            default:
                budget.Enter();
                WriteCompound(builder, value, budget);
                budget.Leave();
                break;
        }
    }

    private static void WriteCompound(StringBuilder builder, Value value, RenderBudget budget)
    {
        switch (value)
        {
            case RangeValue range:
                builder.Append(range.Display);
                break;
            case SequenceValue { Kind: SequenceKind.Tuple } tuple:
                WriteItems(builder, "(", tuple.Items, tuple.Items.Count == 1 ? ",)" : ")", budget);
                break;
            case SequenceValue { Kind: SequenceKind.List } list:
                WriteItems(builder, "[", list.Items, "]", budget);
                break;
            case SequenceValue view:
                WriteItems(builder, $"{view.TypeName}([", view.Items, "])", budget);
                break;
            case DictionaryValue dictionary:
                WriteEntries(builder, "{", dictionary.Entries, "}", budget);
                break;
            case NamespaceValue space:
                var entries = space.Attributes.Select(entry => KeyValuePair.Create<Value, Value>(new StringValue(entry.Key), entry.Value));
                WriteEntries(builder, "<Namespace {", entries, "}>", budget);
                break;
            case ObjectValue item:
                builder.Append(item.Display);
                break;
            default:
                builder.Append('<').Append(value.TypeName).Append(" object>");
                break;
        }
    }

    private static void WriteItems(StringBuilder builder, string open, IReadOnlyList<Value> items, string close, RenderBudget budget)
    {
        builder.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            builder.Append(i == 0 ? "" : ", ");
            Write(builder, items[i], budget);
        }

        builder.Append(close);
    }

    private static void WriteEntries(StringBuilder builder, string open, IEnumerable<KeyValuePair<Value, Value>> entries, string close, RenderBudget budget)
    {
        builder.Append(open);
        var separator = "";
        foreach (var (key, item) in entries)
        {
            builder.Append(separator);
            Write(builder, key, budget);
            builder.Append(": ");
            Write(builder, item, budget);
            separator = ", ";
        }

        builder.Append(close);
    }
}
