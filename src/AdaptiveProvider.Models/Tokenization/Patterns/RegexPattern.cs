using System.Buffers;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AdaptiveProvider.Models.Tokenization.Patterns;

/// <summary>
/// An Oniguruma expression run on .NET's engine, with a bound on time: linear-time matching where the expression allows it, a deadline in any case.
/// </summary>
internal sealed class RegexPattern : TextPattern
{
    private const int PatternLengthMax = 8_192;
    private static readonly TimeSpan MatchTimeMax = TimeSpan.FromSeconds(5);

    private readonly Regex _regex;
    private readonly Func<string, ModelFormatException> _fault;

    private RegexPattern(Regex regex, Func<string, ModelFormatException> fault) => (_regex, _fault) = (regex, fault);

    /// <summary>Translates an expression; <paramref name="fault"/> makes the error that names the place it came from.</summary>
    public static RegexPattern Create(string expression, Func<string, ModelFormatException> fault)
    {
        if (expression.Length > PatternLengthMax)
        {
            throw fault($"the expression has {expression.Length} characters; at most {PatternLengthMax} are supported.");
        }

        var translated = OnigurumaTranslator.Translate(expression, fault);
        try
        {
            return new RegexPattern(Build(translated), fault);
        }
        catch (ArgumentException e)
        {
            throw fault($"the expression {expression} is not a valid regular expression: {e.Message}");
        }
    }

    public override double GrowthWith(string replacement) => replacement.Length + 1;

    public override void FindMatches(ReadOnlySpan<char> text, List<Range> matches)
    {
        var proxies = ScalarProxies.AreNeeded(text) ? ArrayPool<char>.Shared.Rent(text.Length) : null;
        try
        {
            var first = matches.Count;
            var scalars = proxies is null ? text : proxies.AsSpan(0, ScalarProxies.Write(text, proxies));
            Enumerate(scalars, matches);
            if (proxies is not null)
            {
                ScalarProxies.MapBack(text, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(matches)[first..]);
            }
        }
        finally
        {
            if (proxies is not null)
            {
                ArrayPool<char>.Shared.Return(proxies);
            }
        }
    }

    private void Enumerate(ReadOnlySpan<char> text, List<Range> matches)
    {
        // The engine's own limit holds for one match; this one for all of them together.
        var limit = MatchTimeMax + TimeSpan.FromMicroseconds(text.Length);
        var started = Stopwatch.GetTimestamp();
        try
        {
            foreach (var match in _regex.EnumerateMatches(text))
            {
                matches.Add(match.Index..(match.Index + match.Length));
                if ((matches.Count & 0xFF) == 0 && Stopwatch.GetElapsedTime(started) > limit)
                {
                    throw new RegexMatchTimeoutException();
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw _fault($"the expression took longer than {limit.TotalSeconds:F0} s on a text of {text.Length} characters.");
        }
    }

    private static Regex Build(string expression)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant;
        try
        {
            return new Regex(expression, Options | RegexOptions.NonBacktracking, MatchTimeMax);
        }
        catch (NotSupportedException)
        {
            return new Regex(expression, Options, MatchTimeMax);
        }
    }
}
