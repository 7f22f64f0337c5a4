using System.Text;
using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's <c>pattern % arguments</c>.</summary>
internal sealed class PercentFormat
{
    private readonly string _pattern;
    private readonly Value _arguments;
    private readonly RenderBudget _budget;
    private readonly StringBuilder _output = new();
    private int _at;
    private int _taken;

    private PercentFormat(string pattern, Value arguments, RenderBudget budget)
        => (_pattern, _arguments, _budget) = (pattern, arguments, budget);

    public static string Apply(string pattern, Value arguments, RenderBudget budget)
        => new PercentFormat(pattern, arguments, budget).Run();

    private string Run()
    {
        while (_at < _pattern.Length)
        {
            var percent = _pattern.IndexOf('%', _at);
            var end = percent < 0 ? _pattern.Length : percent;
            _output.Append(_pattern, _at, end - _at);
            _at = end + 1;
            if (percent >= 0)
            {
                Convert();
            }

            _budget.Step();
            _budget.Length(_output.Length);
        }

        var isAllTaken = _arguments is DictionaryValue or UndefinedValue or SequenceValue { Kind: SequenceKind.List }
            || _taken == (_arguments is SequenceValue { Kind: SequenceKind.Tuple } tuple ? tuple.Items.Count : 1);
        return isAllTaken ? _budget.Made(_output.ToString()) : throw new TemplateFault("not all arguments converted during string formatting");
    }

    private void Convert()
    {
        var key = ReadKey();
        var flags = ReadFlags();
        var width = ReadCount();
        int? precision = null;
        if (Peek() == '.')
        {
            _at++;
            precision = ReadCount() ?? 0;
        }

        while (Peek() is 'h' or 'l' or 'L')
        {
            _at++;
        }

        var type = Peek();
        _at++;
        if (type == '%')
        {
            _output.Append('%');
            return;
        }

        var isLeft = flags.Contains('-', StringComparison.Ordinal) || width < 0;
        var isZeroed = flags.Contains('0', StringComparison.Ordinal) && !isLeft && "diouxXeEfFgG".Contains(type, StringComparison.Ordinal);
        var spec = new FormatSpec
        {
            Fill = isZeroed ? "0" : " ",
            Align = isLeft ? '<' : isZeroed ? '=' : '>',
            Sign = flags.Contains('+', StringComparison.Ordinal) ? '+' : flags.Contains(' ', StringComparison.Ordinal) ? ' ' : '-',
            IsAlternate = flags.Contains('#', StringComparison.Ordinal),
            Width = Math.Abs(width ?? 0),
            Precision = precision,
            Type = type,
        };
        _output.Append(Format(spec, key is null ? TakeArgument() : TakeNamed(key)));
    }

    private string Format(FormatSpec spec, Value value)
    {
        switch (spec.Type)
        {
            case 's':
                return spec.Text(PythonText.Of(value, _budget), _budget);
            case 'r' or 'a':
                return spec.Text(PythonText.Repr(value, _budget), _budget);
            case 'c' when value is StringValue text && CodePoints.Count(text.Text) == 1:
                return (spec with { Precision = null }).Text(text.Text, _budget);
            case 'd' or 'i' or 'u' or 'o' or 'x' or 'X' or 'c' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                if (value is UndefinedValue undefined)
                {
                    throw undefined.Fault();
                }

                if (!Number.IsNumber(value) || (value is FloatValue && spec.Type is 'o' or 'x' or 'X' or 'c'))
                {
                    throw new TemplateFault($"%{spec.Type} format: a real number is required, not {value.TypeName}");
                }

                var isTruncated = value is FloatValue && spec.Type is 'd' or 'i' or 'u';
                return spec.Numeric(isTruncated ? new IntegerValue(Number.ToInteger(value)) : value, _budget);
            default:
                throw new TemplateFault(spec.Type == '\0' ? "incomplete format" : $"unsupported format character '{spec.Type}'");
        }
    }

    private string? ReadKey()
    {
        if (Peek() != '(')
        {
            return null;
        }

        var close = _pattern.IndexOf(')', _at);
        if (close < 0)
        {
            throw new TemplateFault("incomplete format key");
        }

        var key = _pattern[(_at + 1)..close];
        _at = close + 1;
        return key;
    }

    private string ReadFlags()
    {
        var start = _at;
        while (Peek() is '#' or '0' or '-' or ' ' or '+')
        {
            _at++;
        }

        return _pattern[start..Math.Min(_at, _pattern.Length)];
    }

    private int? ReadCount()
    {
        if (Peek() == '*')
        {
            _at++;
            return Number.ToCount(TakeArgument());
        }

        var start = _at;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        return _at == start ? null : (int)Math.Min(int.MaxValue, Number.ToDouble(new IntegerValue(Number.ParseInteger(_pattern[start.._at], 10) ?? int.MaxValue)));
    }

    private char Peek() => _at < _pattern.Length ? _pattern[_at] : '\0';

    private Value TakeArgument()
    {
        var index = _taken++;
        return _arguments is SequenceValue { Kind: SequenceKind.Tuple } tuple
            ? index < tuple.Items.Count ? tuple.Items[index] : throw NotEnough()
            : index == 0 ? _arguments : throw NotEnough();

        static TemplateFault NotEnough() => new("not enough arguments for format string");
    }

    private Value TakeNamed(string key)
    {
        if (_arguments is not DictionaryValue dictionary)
        {
            throw new TemplateFault("format requires a mapping");
        }

        return dictionary.Entries.TryGetValue(new StringValue(key), out var value) ? value : throw new TemplateFault($"the format names a missing key: {PythonText.Quote(key)}");
    }
}
