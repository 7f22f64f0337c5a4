using System.Text.Json;
using AdaptiveProvider.Text;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>Cuts calls out of a reply that comes piece by piece. Text before and between calls passes at once; what may be part of a call waits until that is known.</summary>
/// <param name="format">How the model writes calls.</param>
/// <param name="functions">The names offered; a JSON object without a mark is a call only when it names one of them.</param>
/// <param name="allowsSeveral">False ends the reply at its first call.</param>
internal sealed class ToolCallReader(ToolCallFormat format, IReadOnlySet<string> functions, bool allowsSeveral)
{
    private readonly ToolCallParser _parser = new(format);
    private readonly List<AIContent> _found = [];
    private string _rest = "";
    private Place _place = Place.Start;
    private bool _hasCalled;
    private bool _isBare;
    private JsonValueScanner? _scanner;

    private enum Place
    {
        /// <summary>Nothing but white space so far, or since the last call.</summary>
        Start,

        /// <summary>In text.</summary>
        Text,

        /// <summary>Behind a mark, before the JSON of the call.</summary>
        Head,

        /// <summary>In the JSON of a call.</summary>
        Body,

        /// <summary>Behind the JSON, before the closing mark.</summary>
        Tail,
    }

    /// <summary>True once nothing more is to be read.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes the next piece and returns the text and the calls that are certain now.</summary>
    public IReadOnlyList<AIContent> Append(string piece)
    {
        _found.Clear();
        _rest += piece;
        while (!IsDone && Step())
        {
        }

        return [.. _found];
    }

    /// <summary>Returns what is left when the reply has ended; a call that it ended in is malformed.</summary>
    public IReadOnlyList<AIContent> Flush()
    {
        _found.Clear();
        while (!IsDone && _place is Place.Head or Place.Body && _rest.Length > 0)
        {
            EndInCall();
            while (!IsDone && Step())
            {
            }
        }

        if (!IsDone && _place != Place.Tail)
        {
            Show(_place == Place.Start && _hasCalled ? _rest.TrimStart() : _rest);
        }

        _rest = "";
        return [.. _found];
    }

    /// <summary>Does what can be done with the rest; false when more of the reply is needed.</summary>
    private bool Step() => _place switch
    {
        Place.Start => BeginReading(),
        Place.Text => ReadText(),
        Place.Head => ReadHead(),
        Place.Body => ReadBody(),
        _ => ReadTail(),
    };

    // White space around calls belongs to nothing; before a text at the beginning it is text.
    private bool BeginReading()
    {
        string trimmed = _rest.TrimStart();
        if (trimmed.Length == 0)
        {
            return false;
        }

        if (format.StartsBare && trimmed[0] == '{')
        {
            (_rest, _isBare, _scanner) = (trimmed, true, new JsonValueScanner());
            return Enter(Place.Body);
        }

        if (format.Openings.FirstOrDefault(opening => trimmed.StartsWith(opening, StringComparison.Ordinal)) is { } found)
        {
            _rest = trimmed[found.Length..];
            return Enter(Place.Head);
        }

        if (format.Openings.Any(opening => opening.StartsWith(trimmed, StringComparison.Ordinal)))
        {
            return false;
        }

        _rest = _hasCalled ? trimmed : _rest;
        return Enter(Place.Text);
    }

    private bool ReadText()
    {
        if (PartialMatch.FindFirst(_rest, format.Openings) is var (start, opening))
        {
            Show(_rest[..start]);
            _rest = _rest[(start + opening.Length)..];
            return Enter(Place.Head);
        }

        int shown = _rest.Length - PartialMatch.HeldLength(_rest, format.Openings);
        Show(_rest[..shown]);
        _rest = _rest[shown..];
        return false;
    }

    private bool ReadHead()
    {
        string body = _rest.TrimStart();
        if (body is ['{' or '[', ..])
        {
            (_rest, _isBare, _scanner) = (body, false, new JsonValueScanner());
            return Enter(Place.Body);
        }

        if (format.ArgumentsMarker is { } marker && _rest.IndexOf(marker, StringComparison.Ordinal) is >= 0 and var at && BehindName(at + marker.Length) is { } arguments)
        {
            return ReadNamed(_rest[..at], arguments);
        }

        return format.Closing is { } closing && _rest.IndexOf(closing, StringComparison.Ordinal) is >= 0 and var end && EndMalformed(end, closing.Length);
    }

    private string? BehindName(int start) => _rest[start..].TrimStart() is { Length: > 0 } arguments ? arguments : null;

    // Of "name", "name[CALL_ID]id" and the like the name comes first.
    private bool ReadNamed(string head, string arguments)
    {
        var scanner = _scanner ??= new JsonValueScanner();
        if (arguments[0] != '{')
        {
            return false;
        }

        if (scanner.FindEnd(arguments) is not { } end)
        {
            return false;
        }

        string name = head.Split('[')[0].Trim();
        _rest = arguments[end..];
        return EndCall(_parser.Parse(name, arguments[..end]));
    }

    private bool ReadBody()
    {
        if (_scanner!.FindEnd(_rest) is { } end)
        {
            string json = _rest[..end];
            if (!_isBare)
            {
                _rest = _rest[end..];
                return EndCall([.. _parser.Parse(json)]);
            }

            if (_parser.ParseBare(json, functions) is { } call)
            {
                _rest = _rest[end..];
                return EndCall(call);
            }

            return Enter(Place.Text);
        }

        return false;
    }

    private bool ReadTail()
    {
        // Small models like to close one bracket too many.
        _rest = format.Closing is null ? _rest.TrimStart(' ', '\n', '\r', '\t', ';') : _rest.TrimStart(' ', '\n', '\r', '\t', '}', ']');
        if (_rest.Length == 0)
        {
            return false;
        }

        if (format.Closing is not { } closing)
        {
            return Enter(Place.Start);
        }

        if (_rest.StartsWith(closing, StringComparison.Ordinal))
        {
            _rest = _rest[closing.Length..];
            return Enter(Place.Start);
        }

        return !closing.StartsWith(_rest, StringComparison.Ordinal) && Enter(_rest[0] is '{' or '[' ? Place.Head : Place.Start);
    }

    private bool EndCall(params FunctionCallContent[] calls)
    {
        Take([.. calls.Take(allowsSeveral ? calls.Length : 1)]);
        return Enter(Place.Tail);
    }

    private bool EndMalformed(int length, int markLength)
    {
        var call = _parser.Malformed(_rest[..length].Trim(), new JsonException("The call holds no JSON object."));
        _rest = _rest[(length + markLength)..];
        Take(call);
        return Enter(Place.Start);
    }

    // An unbalanced bracket or quote has hidden the end of the call, or the reply really ended in it.
    private void EndInCall()
    {
        if (_isBare && _place == Place.Body)
        {
            Enter(Place.Text);
        }
        else if (format.Closing is { } closing && _rest.IndexOf(closing, StringComparison.Ordinal) is >= 0 and var end)
        {
            EndMalformed(end, closing.Length);
        }
        else
        {
            Take(_parser.Malformed(_rest.Trim(), new JsonException("The reply ended within a call. Raise ChatOptions.MaxOutputTokens if it ended at the maximum.")));
            _rest = "";
            Enter(Place.Tail);
        }
    }

    private void Take(params FunctionCallContent[] calls)
    {
        _found.AddRange(calls);
        _hasCalled |= calls.Length > 0;
        IsDone = !allowsSeveral && _hasCalled;
    }

    private bool Enter(Place place)
    {
        if (place is Place.Head or Place.Start or Place.Text or Place.Tail)
        {
            (_isBare, _scanner) = (false, null);
        }

        _place = place;
        return true;
    }

    private void Show(string text)
    {
        if (text.Length > 0)
        {
            _found.Add(new TextContent(text));
        }
    }
}
