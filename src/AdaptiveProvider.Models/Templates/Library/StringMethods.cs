using System.Globalization;
using System.Text;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>Python's methods of <c>str</c>.</summary>
internal static class StringMethods
{
    public static readonly IReadOnlyDictionary<string, Function> Table = Function.Table(
        new("strip", "chars?", call => Strip(call, atStart: true, atEnd: true)),
        new("lstrip", "chars?", call => Strip(call, atStart: true, atEnd: false)),
        new("rstrip", "chars?", call => Strip(call, atStart: false, atEnd: true)),
        new("upper", "", call => call.Result(Self(call).ToUpperInvariant())),
        new("lower", "", call => call.Result(Self(call).ToLowerInvariant())),
        new("casefold", "", call => call.Result(Self(call).ToLowerInvariant())),
        new("title", "", call => call.Result(PythonCharacters.Title(Self(call)))),
        new("capitalize", "", call => call.Result(PythonCharacters.Capitalize(Self(call)))),
        new("swapcase", "", call => call.Result(PythonCharacters.SwapCase(Self(call)))),
        new("split", "sep? maxsplit?", call => Texts(TextSplitting.Split(Self(call), Separator(call), call.Count(1, -1), call.Budget))),
        new("rsplit", "sep? maxsplit?", call => Texts(TextSplitting.SplitFromEnd(Self(call), Separator(call), call.Count(1, -1), call.Budget))),
        new("splitlines", "keepends?", call => Texts(TextSplitting.Lines(Self(call), call.Flag(0), call.Budget))),
        new("partition", "sep", call => TextSplitting.Partition(Self(call), Separator(call)!, fromEnd: false, call.Budget)),
        new("rpartition", "sep", call => TextSplitting.Partition(Self(call), Separator(call)!, fromEnd: true, call.Budget)),
        new("startswith", "prefix start? end?", call => Affix(call, (text, affix) => text.StartsWith(affix, StringComparison.Ordinal))),
        new("endswith", "suffix start? end?", call => Affix(call, (text, affix) => text.EndsWith(affix, StringComparison.Ordinal))),
        new("removeprefix", "prefix", call => call.Result(Self(call).StartsWith(call.Text(0), StringComparison.Ordinal) ? Self(call)[call.Text(0).Length..] : Self(call))),
        new("removesuffix", "suffix", call => call.Result(Self(call).EndsWith(call.Text(0), StringComparison.Ordinal) ? Self(call)[..^call.Text(0).Length] : Self(call))),
        new("replace", "old new count?", call => new StringValue(TextReplacing.Replace(Self(call), call.Text(0), call.Text(1), call.Count(2, -1), call.Budget))),
        new("join", "iterable", Join),
        new("find", "sub start? end?", call => new IntegerValue(Find(call, fromEnd: false))),
        new("rfind", "sub start? end?", call => new IntegerValue(Find(call, fromEnd: true))),
        new("index", "sub start? end?", call => new IntegerValue(Existing(Find(call, fromEnd: false)))),
        new("rindex", "sub start? end?", call => new IntegerValue(Existing(Find(call, fromEnd: true)))),
        new("count", "sub start? end?", call => new IntegerValue(TextReplacing.Count(Window(call).Text, call.Text(0), call.Budget))),
        new("format", "* **", Format),
        new("center", "width fillchar?", call => Pad(call, missing => (missing / 2) + (missing & call.Count(0, 0) & 1))),
        new("ljust", "width fillchar?", call => Pad(call, _ => 0)),
        new("rjust", "width fillchar?", call => Pad(call, missing => missing)),
        new("zfill", "width", ZeroFill),
        new("isdigit", "", call => All(call, rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber || rune.Value is 0xB2 or 0xB3 or 0xB9)),
        new("isdecimal", "", call => All(call, rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)),
        new("isnumeric", "", call => All(call, Rune.IsNumber)),
        new("isalpha", "", call => All(call, Rune.IsLetter)),
        new("isalnum", "", call => All(call, rune => Rune.IsLetter(rune) || Rune.IsNumber(rune))),
        new("isspace", "", call => All(call, rune => rune.IsBmp && PythonCharacters.IsSpace((char)rune.Value))),
        new("isascii", "", call => BooleanValue.Of(Ascii.IsValid(Self(call)))),
        new("isupper", "", call => BooleanValue.Of(PythonCharacters.IsUniform(Self(call), isUpper: true))),
        new("islower", "", call => BooleanValue.Of(PythonCharacters.IsUniform(Self(call), isUpper: false))));

    private static string Self(Call call)
    {
        var text = ((StringValue)call.Target).Text;
        call.Budget.Step(text.Length / 64);
        return text;
    }

    private static string? Separator(Call call)
    {
        var separator = call.Given(0) is null ? null : call.Text(0);
        return separator is not "" ? separator : throw new TemplateFault("empty separator");
    }

    private static SequenceValue Texts(IEnumerable<string> texts) => new([.. texts.Select(text => new StringValue(text))]);

    private static StringValue Strip(Call call, bool atStart, bool atEnd)
    {
        var characters = call.Given(0) is null ? null : call.Text(0);
        if (characters is not null)
        {
            call.Budget.Search(Self(call), characters);
        }

        return call.Result(PythonCharacters.Strip(Self(call), characters, atStart, atEnd));
    }

    private static BooleanValue All(Call call, Func<Rune, bool> test) => BooleanValue.Of(PythonCharacters.All(Self(call), test));

    private static BooleanValue Affix(Call call, Func<string, string, bool> matches)
    {
        var (window, _) = Window(call);
        return BooleanValue.Of(call[0] is SequenceValue { Kind: SequenceKind.Tuple } choices
            ? choices.Items.Any(choice => choice is StringValue affix && matches(window, affix.Text))
            : matches(window, call.Text(0)));
    }

    private static StringValue Join(Call call)
    {
        var parts = Iteration.Items(call[0]!, call.Budget).Select((item, index) => item is StringValue text
            ? text.Text
            : throw new TemplateFault($"sequence item {index}: expected str instance, {item.TypeName} found")).ToList();
        call.Budget.Reserve(parts.Sum(part => (long)part.Length + Self(call).Length));
        return new StringValue(string.Join(Self(call), parts));
    }

    // The part of the string that the arguments 'start' and 'end' leave, and how many code points precede it.
    private static (string Text, int Start) Window(Call call)
    {
        var text = Self(call);
        if (call[1] is null)
        {
            return (text, 0);
        }

        var window = (StringValue)Slicing.Slice(call.Target, call[1], call[2], null, call.Budget);
        var start = Number.ToCount(call.Given(1) ?? new IntegerValue(0));
        return (window.Text, Math.Max(0, start < 0 ? start + CodePoints.Count(text) : start));
    }

    private static int Find(Call call, bool fromEnd)
    {
        var (window, start) = Window(call);
        call.Budget.Search(window, call.Text(0));
        var at = fromEnd ? window.LastIndexOf(call.Text(0), StringComparison.Ordinal) : window.IndexOf(call.Text(0), StringComparison.Ordinal);
        return at < 0 ? -1 : start + CodePoints.Count(window[..at]);
    }

    private static int Existing(int index) => index >= 0 ? index : throw new TemplateFault("substring not found");

    private static StringValue Format(Call call)
    {
        var named = call.ExtraNamed.ToDictionary(argument => argument.Key, argument => argument.Value, StringComparer.Ordinal);
        return new StringValue(new BraceFormat(call.Extra, named, call.Budget).Apply(Self(call)));
    }

    private static StringValue Pad(Call call, Func<int, int> left)
    {
        var missing = Math.Max(0, (long)call.Count(0, 0) - CodePoints.Count(Self(call)));
        var fill = call.Text(1, " ");
        if (CodePoints.Count(fill) != 1)
        {
            throw new TemplateFault("The fill character must be exactly one character long");
        }

        call.Budget.Reserve(Self(call).Length + (missing * fill.Length));
        var before = left((int)missing);
        return new StringValue(Fill(before) + Self(call) + Fill((int)missing - before));

        string Fill(int count) => string.Concat(Enumerable.Repeat(fill, count));
    }

    private static StringValue ZeroFill(Call call)
    {
        var text = Self(call);
        var missing = Math.Max(0, (long)call.Count(0, 0) - CodePoints.Count(text));
        call.Budget.Reserve(text.Length + missing);
        var sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return new StringValue(text[..sign] + new string('0', (int)missing) + text[sign..]);
    }
}
