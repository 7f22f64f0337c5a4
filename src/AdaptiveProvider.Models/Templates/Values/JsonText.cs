using System.Globalization;
using System.Text;
using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's <c>json.dumps</c>: no HTML escaping, keys in order, floats as Python prints them.</summary>
internal sealed class JsonText(RenderBudget budget)
{
    private readonly StringBuilder _output = new();
    private int _level;

    public string? Indent { get; init; }

    public string ItemSeparator { get; init; } = ", ";

    public string KeySeparator { get; init; } = ": ";

    public bool IsAscii { get; init; }

    public bool IsSorted { get; init; }

    public string Serialize(Value value)
    {
        Write(value);
        return budget.Made(_output.ToString());
    }

    private void Write(Value value)
    {
        budget.Step();
        budget.Length(_output.Length);
        switch (value)
        {
            case NoneValue:
                _output.Append("null");
                break;
            case StringValue text:
                WriteString(text.Text);
                break;
            case SequenceValue { IsIndexable: true } sequence and not RangeValue:
                WriteNested('[', sequence.Items, Write, ']');
                break;
            case DictionaryValue dictionary:
                WriteNested<KeyValuePair<Value, Value>>('{', IsSorted ? Sorted(dictionary) : dictionary.Entries, WriteEntry, '}');
                break;
            case BooleanValue or IntegerValue or FloatValue:
                _output.Append(Scalar(value));
                break;
            default:
                throw new TemplateFault($"Object of type {value.TypeName} is not JSON serializable");
        }
    }

    private KeyValuePair<Value, Value>[] Sorted(DictionaryValue dictionary)
        => Sorting.Stable([.. dictionary.Entries], (left, right) => Comparison.Order(left.Key, right.Key, "<", budget) ?? 0, budget);

    private void WriteEntry(KeyValuePair<Value, Value> entry)
    {
        WriteString(entry.Key switch
        {
            StringValue text => text.Text,
            NoneValue => "null",
            BooleanValue or IntegerValue or FloatValue => Scalar(entry.Key),
            _ => throw new TemplateFault($"keys must be str, int, float, bool or None, not {entry.Key.TypeName}"),
        });
        _output.Append(KeySeparator);
        Write(entry.Value);
    }

    private void WriteNested<T>(char open, IEnumerable<T> items, Action<T> write, char close)
    {
        budget.Enter();
        _level++;
        _output.Append(open);
        var count = 0;
        foreach (var item in items)
        {
            _output.Append(count++ == 0 ? "" : ItemSeparator);
            BreakLine();
            write(item);
        }

        _level--;
        if (count > 0)
        {
            BreakLine();
        }

        _output.Append(close);
        budget.Leave();
    }

    private void BreakLine()
    {
        if (Indent is null)
        {
            return;
        }

        budget.Reserve(((long)_level * Indent.Length) + 1);
        _output.Append('\n').Insert(_output.Length, Indent, _level);
    }

    private static string Scalar(Value value) => value switch
    {
        BooleanValue flag => flag.IsTrue ? "true" : "false",
        FloatValue { Number: var number } when !double.IsFinite(number) => double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity",
        FloatValue { Number: var number } => PythonText.Float(number),
        _ => ((IntegerValue)value).Number.ToString(CultureInfo.InvariantCulture),
    };

    private void WriteString(string text)
    {
        budget.Length((long)_output.Length + text.Length);
        budget.Scan(text);
        _output.Append('"');
        foreach (var unit in text)
        {
            switch (unit)
            {
                case '"':
                    _output.Append("\\\"");
                    break;
                case '\\':
                    _output.Append(@"\\");
                    break;
                case '\n':
                    _output.Append(@"\n");
                    break;
                case '\r':
                    _output.Append(@"\r");
                    break;
                case '\t':
                    _output.Append(@"\t");
                    break;
                case '\b':
                    _output.Append(@"\b");
                    break;
                case '\f':
                    _output.Append(@"\f");
                    break;
                default:
                    var isPlain = unit >= ' ' && !(IsAscii && unit > 0x7F);
                    _ = isPlain ? _output.Append(unit) : _output.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                    break;
            }
        }

        _output.Append('"');
    }
}
