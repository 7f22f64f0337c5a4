using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>Parses expressions by Jinja's grammar: one method per level of precedence, the loosest first.</summary>
internal sealed class ExpressionParser
{
    private readonly TokenReader _tokens;
    private readonly OperandParser _operands;

    public ExpressionParser(TokenReader tokens, TemplateNames names)
        => (_tokens, _operands) = (tokens, new OperandParser(tokens, names, this));

    /// <summary>An expression, or a tuple where commas follow. Null end name: only brackets and tag ends close the tuple.</summary>
    public Expression ParseTuple(bool allowConditional = true, string? endName = null, bool isParenthesised = false)
    {
        var start = _tokens.Current;
        var items = new List<Expression>();
        var isTuple = false;
        while (!IsTupleEnd(endName))
        {
            items.Add(allowConditional ? ParseExpression() : ParseOr());
            if (!_tokens.TryTakeOperator(","))
            {
                break;
            }

            isTuple = true;
        }

        if (isTuple || (items.Count == 0 && isParenthesised))
        {
            return new SequenceExpression(start.Position, items, SequenceKind.Tuple);
        }

        return items.Count > 0 ? items[0] : throw _tokens.Error(start, $"expected an expression, but found {start.Describe()}");
    }

    public Expression ParseExpression()
    {
        _tokens.Enter();
        var unknownBefore = _tokens.UnknownNames.Count;
        var then = ParseOr();
        while (_tokens.Current.IsName("if"))
        {
            var position = _tokens.Take().Position;
            var test = ParseOr();
            then = new ConditionalExpression(position, test, then, _tokens.TryTakeName("else") ? ParseExpression() : null);
            _tokens.ForgiveUnknownNames(unknownBefore);
        }

        _tokens.Leave();
        return then;
    }

    public Expression ParseOr()
    {
        var left = ParseAnd();
        while (_tokens.Current.IsName("or"))
        {
            left = new LogicalExpression(_tokens.Take().Position, IsAnd: false, left, ParseAnd());
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (_tokens.Current.IsName("and"))
        {
            left = new LogicalExpression(_tokens.Take().Position, IsAnd: true, left, ParseNot());
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!_tokens.Current.IsName("not"))
        {
            return ParseComparison();
        }

        _tokens.Enter();
        var result = new UnaryExpression(_tokens.Take().Position, "not", ParseNot());
        _tokens.Leave();
        return result;
    }

    private Expression ParseComparison()
    {
        var first = ParseSum();
        var position = _tokens.Current.Position;
        var rest = new List<(string, Expression)>();
        while (TakeComparison() is { } sign)
        {
            rest.Add((sign, ParseSum()));
        }

        return rest.Count == 0 ? first : new ComparisonExpression(position, first, rest);
    }

    private string? TakeComparison()
    {
        var token = _tokens.Current;
        if (token.Kind == TokenKind.Operator && token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=")
        {
            return _tokens.Take().Text;
        }

        if (_tokens.TryTakeName("in"))
        {
            return "in";
        }

        if (token.IsName("not") && _tokens.Following.IsName("in"))
        {
            _tokens.Take();
            _tokens.Take();
            return "not in";
        }

        return null;
    }

    private Expression ParseSum()
    {
        var left = ParseConcatenation();
        while (_tokens.Current.IsOperator("+") || _tokens.Current.IsOperator("-"))
        {
            var sign = _tokens.Take();
            left = new BinaryExpression(sign.Position, sign.Text, left, ParseConcatenation());
        }

        return left;
    }

    private Expression ParseConcatenation()
    {
        var first = ParseProduct();
        if (!_tokens.Current.IsOperator("~"))
        {
            return first;
        }

        var position = _tokens.Current.Position;
        var parts = new List<Expression> { first };
        while (_tokens.TryTakeOperator("~"))
        {
            parts.Add(ParseProduct());
        }

        return new ConcatenationExpression(position, parts);
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        while (_tokens.Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "//" or "%" })
        {
            var sign = _tokens.Take();
            left = new BinaryExpression(sign.Position, sign.Text, left, ParsePower());
        }

        return left;
    }

    private Expression ParsePower()
    {
        var left = ParseUnary(withFilters: true);
        while (_tokens.Current.IsOperator("**"))
        {
            left = new BinaryExpression(_tokens.Take().Position, "**", left, ParseUnary(withFilters: true));
        }

        return left;
    }

    private Expression ParseUnary(bool withFilters)
    {
        _tokens.Enter();
        var token = _tokens.Current;
        Expression node;
        if (token.IsOperator("-") || token.IsOperator("+"))
        {
            _tokens.Take();
            node = new UnaryExpression(token.Position, token.Text, ParseUnary(withFilters: false));
        }
        else
        {
            node = _operands.ParsePrimary();
        }

        node = _operands.ParsePostfix(node);
        node = withFilters ? _operands.ParseFiltersAndTests(node) : node;
        _tokens.Leave();
        return node;
    }

    /// <summary>A chain of filters; <paramref name="isFirstBare"/>: the first one is written without <c>|</c>.</summary>
    public FilterExpression ParseFilters(Expression? target, bool isFirstBare) => _operands.ParseFilters(target, isFirstBare);

    private bool IsTupleEnd(string? endName)
        => _tokens.Current.Kind is TokenKind.CloseExpression or TokenKind.CloseStatement
            || _tokens.Current.IsOperator(")")
            || (endName is not null && _tokens.Current.IsName(endName));
}
