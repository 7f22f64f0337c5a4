using System.Globalization;
using System.Text;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>Filters that turn any value's text into another text.</summary>
internal static class TextFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("upper", "", call => call.Result(call.TargetText.ToUpperInvariant())),
        new("lower", "", call => call.Result(call.TargetText.ToLowerInvariant())),
        new("capitalize", "", call => call.Result(PythonCharacters.Capitalize(call.TargetText))),
        new("title", "", call => call.Result(Title(call.TargetText))),
        new("trim", "chars?", Trim),
        new("string", "", call => call.Result(call.TargetText)),
        new("safe", "", call => call.Result(call.TargetText)),
        new("escape", "", call => Escape(call)),
        new("e", "", call => Escape(call)),
        new("forceescape", "", call => Escape(call)),
        new("replace", "old new count?", call => new StringValue(TextReplacing.Replace(
            call.TargetText, PythonText.Of(call[0]!, call.Budget), PythonText.Of(call[1]!, call.Budget), call.Given(2) is null ? -1 : call.Count(2, -1), call.Budget))),
        new("indent", "width? first? blank?", Indent),
        new("center", "width?", call => Center(call)),
        new("truncate", "length? killwords? end? leeway?", Truncate),
        new("wordcount", "", call => new IntegerValue(WordCount(call.TargetText))),
        new("urlencode", "", UrlEncode),
        new("format", "* **", Format),
    ];

    private static StringValue Trim(Call call)
    {
        var characters = call.Given(0) is null ? null : call.Text(0);
        var text = call.TargetText;
        call.Budget.Search(text, characters ?? "");
        return call.Result(PythonCharacters.Strip(text, characters, atStart: true, atEnd: true));
    }

    // Jinja's own rule: a word starts after a space, a hyphen or an opening bracket.
    private static string Title(string text)
    {
        var builder = new StringBuilder(text.Length);
        var isStart = true;
        foreach (var rune in text.EnumerateRunes())
        {
            builder.Append((isStart ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune)).ToString());
            isStart = Rune.IsWhiteSpace(rune) || rune.Value is '-' or '(' or '{' or '[' or '<';
        }

        return builder.ToString();
    }

    private static StringValue Escape(Call call)
    {
        var text = call.TargetText;
        call.Budget.Reserve(text.Length * 5L);
        return new StringValue(new StringBuilder(text)
            .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&#34;").Replace("'", "&#39;").ToString());
    }

    private static StringValue Indent(Call call)
    {
        var width = call[0] is StringValue ? 0 : call.Count(0, 4);
        call.Budget.Length(width);
        var indentation = call[0] is StringValue given ? given.Text : new string(' ', Math.Max(0, width));
        var target = StringOnly(call);
        var lines = PythonCharacters.Lines(target + "\n", keepsEnds: false, call.Budget);
        call.Budget.Reserve(target.Length + ((long)lines.Count * (indentation.Length + 1)));
        var output = new StringBuilder(call.Flag(1) ? indentation : "");
        for (var i = 0; i < lines.Count; i++)
        {
            var isIndented = i > 0 && (call.Flag(2) || lines[i].Length > 0);
            output.Append(i > 0 ? "\n" : "").Append(isIndented ? indentation : "").Append(lines[i]);
        }

        return new StringValue(output.ToString());
    }

    private static Value Center(Call call)
        => StringMethods.Table["center"].Invoke(call.Context, new StringValue(call.TargetText), new Arguments([call[0] ?? new IntegerValue(80)], []));

    private static string StringOnly(Call call) => call.Target switch
    {
        StringValue text => text.Text,
        UndefinedValue undefined => throw undefined.Fault(),
        var other => throw new TemplateFault($"the filter needs a string, not {other.TypeName}"),
    };

    private static Value Truncate(Call call)
    {
        var (length, end, leeway) = (call.Count(0, 255), call.Text(2, "..."), call.Given(3) is null ? 5 : call.Count(3, 5));
        var kept = length - CodePoints.Count(end);
        if (kept < 0 || leeway < 0)
        {
            throw new TemplateFault(kept < 0 ? $"expected length >= {CodePoints.Count(end)}, got {length}" : $"expected leeway >= 0, got {leeway}");
        }

        if (Iteration.Length(call.Target, call.Budget) <= (long)length + leeway)
        {
            return call.Target;
        }

        var text = StringOnly(call);
        var cut = text[..CodePoints.Offset(text, kept)];
        var space = call.Flag(1) ? -1 : cut.LastIndexOf(' ');
        return call.Result((space < 0 ? cut : cut[..space]) + end);
    }

    private static int WordCount(string text)
    {
        var (count, isInWord) = (0, false);
        foreach (var rune in text.EnumerateRunes())
        {
            var isWord = Rune.IsLetterOrDigit(rune) || rune.Value == '_' || Rune.IsNumber(rune);
            count += isWord && !isInWord ? 1 : 0;
            isInWord = isWord;
        }

        return count;
    }

    private static StringValue UrlEncode(Call call)
    {
        if (call.Target is not (DictionaryValue or SequenceValue or IteratorValue))
        {
            return Quote(call.TargetText, isQuery: false);
        }

        var pairs = call.Target is DictionaryValue ? CollectionMethods.View(call, SequenceKind.ItemView).Items : call.TargetItems;
        return call.Result(string.Join('&', pairs.Select(pair => Iteration.Items(pair, call.Budget) is [var key, var value]
            ? $"{Part(key)}={Part(value)}"
            : throw new TemplateFault("urlencode needs pairs of keys and values"))));

        string Part(Value value) => Quote(PythonText.Of(value, call.Budget), isQuery: true).Text;

        StringValue Quote(string text, bool isQuery)
        {
            var output = new StringBuilder();
            foreach (var octet in Encoding.UTF8.GetBytes(text))
            {
                var isPlain = char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' || (octet == '/' && !isQuery);
                _ = isPlain ? output.Append((char)octet)
                    : isQuery && octet == ' ' ? output.Append('+')
                    : output.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }

            return call.Result(output.ToString());
        }
    }

    private static StringValue Format(Call call)
    {
        if (call.Extra.Count > 0 && call.ExtraNamed.Count > 0)
        {
            throw new TemplateFault("can't handle positional and keyword arguments at the same time");
        }

        var named = DictionaryValue.NewEntries();
        foreach (var (name, value) in call.ExtraNamed)
        {
            named[new StringValue(name)] = value;
        }

        Value arguments = named.Count > 0 ? new DictionaryValue(named) : new SequenceValue(call.Extra, SequenceKind.Tuple);
        return new StringValue(PercentFormat.Apply(call.TargetText, arguments, call.Budget));
    }
}
