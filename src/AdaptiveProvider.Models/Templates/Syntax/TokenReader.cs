namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>The token stream of a parser, with one token of look-ahead and a guard against deep nesting.</summary>
internal sealed class TokenReader(TemplateSource source, List<Token> tokens, int depthMax)
{
    private int _at;
    private int _depth;

    public Token Current => tokens[_at];

    public Token Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Errors for filters and tests that do not exist, unless they turn out to stand in a branch that may never run.</summary>
    public List<(Token Name, string Reason)> UnknownNames { get; } = [];

    /// <summary>As in Jinja, unknown names within a condition fail only when they are used.</summary>
    public void ForgiveUnknownNames(int keep) => UnknownNames.RemoveRange(keep, UnknownNames.Count - keep);

    public Token Take()
    {
        var token = tokens[_at];
        _at = Math.Min(_at + 1, tokens.Count - 1);
        return token;
    }

    public bool TryTakeName(string name)
    {
        if (!Current.IsName(name))
        {
            return false;
        }

        Take();
        return true;
    }

    public bool TryTakeOperator(string sign)
    {
        if (!Current.IsOperator(sign))
        {
            return false;
        }

        Take();
        return true;
    }

    public Token Expect(TokenKind kind, string expected)
        => Current.Kind == kind ? Take() : throw Error(Current, $"expected {expected}, but found {Current.Describe()}");

    public void ExpectOperator(string sign)
    {
        if (!TryTakeOperator(sign))
        {
            throw Error(Current, $"expected '{sign}', but found {Current.Describe()}");
        }
    }

    public TemplateException Error(Token token, string reason) => source.Error(token.Position, reason);

    public void Enter()
    {
        if (++_depth > depthMax || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error(Current, $"the template is nested deeper than {Math.Min(_depth - 1, depthMax)} levels (TemplateLimits.SourceDepth)");
        }
    }

    public void Leave() => _depth--;
}
