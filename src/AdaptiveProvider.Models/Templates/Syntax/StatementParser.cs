namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>Parses the tags of a template into statements.</summary>
internal sealed class StatementParser
{
    private const int ParametersMax = 255;

    private readonly TokenReader _tokens;
    private readonly TemplateNames _names;
    private readonly ExpressionParser _expressions;
    private int _loopDepth;

    private StatementParser(TokenReader tokens, TemplateNames names)
        => (_tokens, _names, _expressions) = (tokens, names, new ExpressionParser(tokens, names));

    public static IReadOnlyList<Statement> Parse(TemplateSource source, int depthMax, TemplateNames names)
    {
        var tokens = new TokenReader(source, Lexer.Tokenize(source), depthMax);
        var body = new StatementParser(tokens, names).ParseBody();
        return tokens.UnknownNames.Count == 0 ? body : throw tokens.Error(tokens.UnknownNames[0].Name, tokens.UnknownNames[0].Reason);
    }

    // Leaves the end tag's name as the current token; at the top level there is none.
    private List<Statement> ParseBody(params string[] endNames)
    {
        _tokens.Enter();
        var body = new List<Statement>();
        while (true)
        {
            var token = _tokens.Take();
            switch (token.Kind)
            {
                case TokenKind.Text:
                    body.Add(new TextStatement(token.Position, token.Text));
                    break;
                case TokenKind.OpenExpression:
                    body.Add(new OutputStatement(token.Position, _expressions.ParseTuple()));
                    _tokens.Expect(TokenKind.CloseExpression, "'}}'");
                    break;
                case TokenKind.OpenStatement:
                    if (_tokens.Current.Kind == TokenKind.Name && endNames.Contains(_tokens.Current.Text))
                    {
                        _tokens.Leave();
                        return body;
                    }

                    body.Add(ParseStatement());
                    _tokens.Expect(TokenKind.CloseStatement, "'%}'");
                    break;
                default:
                    _tokens.Leave();
                    return endNames.Length == 0 ? body : throw _tokens.Error(token, $"expected '{{% {endNames[^1]} %}}', but found the end of the template");
            }
        }
    }

    private Statement ParseStatement()
    {
        var tag = _tokens.Expect(TokenKind.Name, "the name of a tag");
        return tag.Text switch
        {
            "if" => ParseIf(tag),
            "for" => ParseFor(tag),
            "set" => ParseSet(tag),
            "macro" => new MacroStatement(tag.Position, ParseMacro()),
            "call" => ParseCall(tag),
            "filter" => ParseFilter(tag),
            "with" => ParseWith(tag),
            "generation" => new ScopeStatement(tag.Position, [], ParseBlock("endgeneration")),
            "break" or "continue" when _loopDepth > 0 => new JumpStatement(tag.Position, tag.Text == "break"),
            "break" or "continue" => throw _tokens.Error(tag, $"'{tag.Text}' stands outside a loop"),
            _ => throw _tokens.Error(tag, $"there is no tag '{tag.Text}' here"),
        };
    }

    private IfStatement ParseIf(Token tag)
    {
        var unknownBefore = _tokens.UnknownNames.Count;
        var branches = new List<(Expression, IReadOnlyList<Statement>)>();
        IReadOnlyList<Statement> otherwise = [];
        do
        {
            var test = _expressions.ParseTuple(allowConditional: false);
            _tokens.Expect(TokenKind.CloseStatement, "'%}'");
            branches.Add((test, ParseBody("elif", "else", "endif")));
        }
        while (_tokens.TryTakeName("elif"));
        if (_tokens.Take().Text == "else")
        {
            otherwise = ParseBlock("endif");
        }

        _tokens.ForgiveUnknownNames(unknownBefore);
        return new IfStatement(tag.Position, branches, otherwise);
    }

    private ForStatement ParseFor(Token tag)
    {
        var target = ParseTarget("in", allowAttributes: false);
        if (!_tokens.TryTakeName("in"))
        {
            throw _tokens.Error(_tokens.Current, $"expected 'in', but found {_tokens.Current.Describe()}");
        }

        var source = _expressions.ParseTuple(allowConditional: false, endName: "recursive");
        var condition = _tokens.TryTakeName("if") ? _expressions.ParseExpression() : null;
        var isRecursive = _tokens.TryTakeName("recursive");
        _tokens.Expect(TokenKind.CloseStatement, "'%}'");
        _loopDepth++;
        var body = ParseBody("endfor", "else");
        _loopDepth--;
        IReadOnlyList<Statement> otherwise = _tokens.Take().Text == "else" ? ParseBlock("endfor") : [];
        return new ForStatement(tag.Position, target, source, condition, isRecursive, body, otherwise);
    }

    private Statement ParseSet(Token tag)
    {
        var target = ParseTarget(endName: null, allowAttributes: true);
        if (_tokens.TryTakeOperator("="))
        {
            return new SetStatement(tag.Position, target, _expressions.ParseTuple());
        }

        var filters = _tokens.Current.IsOperator("|") ? _expressions.ParseFilters(target: null, isFirstBare: false) : null;
        return new SetBlockStatement(tag.Position, target, filters, ParseBlock("endset"));
    }

    private FilterStatement ParseFilter(Token tag)
    {
        var filters = _expressions.ParseFilters(target: null, isFirstBare: true);
        return new FilterStatement(tag.Position, filters, ParseBlock("endfilter"));
    }

    private ScopeStatement ParseWith(Token tag)
    {
        var assignments = new List<(AssignmentTarget, Expression)>();
        while (_tokens.Current.Kind != TokenKind.CloseStatement)
        {
            var target = ParsePart(allowAttributes: false);
            _tokens.ExpectOperator("=");
            assignments.Add((target, _expressions.ParseExpression()));
            if (!_tokens.TryTakeOperator(","))
            {
                break;
            }
        }

        return new ScopeStatement(tag.Position, assignments, ParseBlock("endwith"));
    }

    private CallStatement ParseCall(Token tag)
    {
        var (parameters, defaults) = _tokens.Current.IsOperator("(") ? ParseSignature() : ([], []);
        var call = _expressions.ParseExpression() as CallExpression
            ?? throw _tokens.Error(tag, "a call block needs a call, such as {% call name() %}");
        return new CallStatement(tag.Position, call, ParseMacroBody("caller", parameters, defaults, "endcall"));
    }

    private MacroDefinition ParseMacro()
    {
        var name = _tokens.Expect(TokenKind.Name, "the name of the macro").Text;
        var (parameters, defaults) = ParseSignature();
        return ParseMacroBody(name, parameters, defaults, "endmacro");
    }

    private MacroDefinition ParseMacroBody(string name, List<string> parameters, List<Expression> defaults, string endName)
    {
        var loopDepth = _loopDepth;
        _loopDepth = 0;
        var outer = _names.StartVariables();
        var body = ParseBlock(endName);
        var used = _names.Variables;
        var macro = new MacroDefinition(name, parameters, defaults, body, used.Contains("varargs"), used.Contains("kwargs"), used.Contains("caller"));
        outer.UnionWith(used);
        _names.Variables = outer;
        _loopDepth = loopDepth;
        return macro;
    }

    private (List<string> Parameters, List<Expression> Defaults) ParseSignature()
    {
        var parameters = new List<string>();
        var defaults = new List<Expression>();
        _tokens.ExpectOperator("(");
        while (!_tokens.Current.IsOperator(")"))
        {
            var parameter = _tokens.Expect(TokenKind.Name, "the name of a parameter");
            parameters.Add(parameter.Text);
            if (parameters.Count > ParametersMax)
            {
                throw _tokens.Error(parameter, $"a macro has more than {ParametersMax} parameters");
            }

            if (_tokens.TryTakeOperator("="))
            {
                defaults.Add(_expressions.ParseExpression());
            }
            else if (defaults.Count > 0)
            {
                throw _tokens.Error(parameter, "a parameter without a default follows one with a default");
            }

            if (!_tokens.TryTakeOperator(","))
            {
                break;
            }
        }

        _tokens.ExpectOperator(")");
        return (parameters, defaults);
    }

    private List<Statement> ParseBlock(string endName)
    {
        _tokens.Expect(TokenKind.CloseStatement, "'%}'");
        var body = ParseBody(endName);
        _tokens.Take();
        return body;
    }

    private AssignmentTarget ParseTarget(string? endName, bool allowAttributes)
    {
        var start = _tokens.Current;
        var parts = new List<AssignmentTarget> { ParsePart(allowAttributes) };
        var isTuple = false;
        while (_tokens.TryTakeOperator(","))
        {
            isTuple = true;
            if (_tokens.Current.Kind == TokenKind.CloseStatement || _tokens.Current.IsOperator("=") || (endName is not null && _tokens.Current.IsName(endName)) || _tokens.Current.IsOperator(")"))
            {
                break;
            }

            parts.Add(ParsePart(allowAttributes));
        }

        return isTuple ? new AssignmentTarget(start.Position, "", null, parts) : parts[0];
    }

    private AssignmentTarget ParsePart(bool allowAttributes)
    {
        var token = _tokens.Current;
        if (_tokens.TryTakeOperator("("))
        {
            _tokens.Enter();
            var tuple = ParseTarget(endName: null, allowAttributes);
            _tokens.ExpectOperator(")");
            _tokens.Leave();
            return tuple;
        }

        var name = _tokens.Expect(TokenKind.Name, "a name to assign to").Text;
        if (name is "true" or "false" or "none" or "True" or "False" or "None")
        {
            throw _tokens.Error(token, $"'{name}' cannot be assigned to");
        }

        return allowAttributes && _tokens.TryTakeOperator(".")
            ? new AssignmentTarget(token.Position, name, _tokens.Expect(TokenKind.Name, "the name of an attribute").Text)
            : new AssignmentTarget(token.Position, name);
    }
}
