using System.Globalization;
using System.Text;
using AdaptiveProvider.Models.Templates.Library;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>Parses what operators stand between: literals, names, members, calls, filters and tests.</summary>
internal sealed class OperandParser(TokenReader tokens, TemplateNames names, ExpressionParser expressions)
{
    public Expression ParsePrimary()
    {
        var token = tokens.Take();
        switch (token)
        {
            case { Kind: TokenKind.Name }:
                return ParseName(token);
            case { Kind: TokenKind.String }:
                return ParseString(token);
            case { Kind: TokenKind.Integer }:
                var number = Number.ParseInteger(token.Text, 0) ?? throw tokens.Error(token, $"the number '{token.Text}' is malformed or too long");
                return new ConstantExpression(token.Position, new IntegerValue(number));
            case { Kind: TokenKind.Float }:
                var real = double.Parse(token.Text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
                return new ConstantExpression(token.Position, new FloatValue(real));
            case { Kind: TokenKind.Operator, Text: "(" }:
                var tuple = expressions.ParseTuple(isParenthesised: true);
                tokens.ExpectOperator(")");
                return tuple;
            case { Kind: TokenKind.Operator, Text: "[" }:
                return new SequenceExpression(token.Position, ParseItems("]", expressions.ParseExpression), SequenceKind.List);
            case { Kind: TokenKind.Operator, Text: "{" }:
                return new DictionaryExpression(token.Position, ParseItems("}", ParseEntry));
            default:
                throw tokens.Error(token, $"expected an expression, but found {token.Describe()}");
        }
    }

    private Expression ParseName(Token token)
    {
        switch (token.Text)
        {
            case "true" or "True":
                return new ConstantExpression(token.Position, BooleanValue.True);
            case "false" or "False":
                return new ConstantExpression(token.Position, BooleanValue.False);
            case "none" or "None":
                return new ConstantExpression(token.Position, NoneValue.Instance);
            default:
                names.Variables.Add(token.Text);
                return new NameExpression(token.Position, token.Text);
        }
    }

    private ConstantExpression ParseString(Token token)
    {
        var text = token.Text;
        if (tokens.Current.Kind == TokenKind.String)
        {
            var joined = new StringBuilder(text);
            while (tokens.Current.Kind == TokenKind.String)
            {
                joined.Append(tokens.Take().Text);
            }

            text = joined.ToString();
        }

        names.Fields.Add(text);
        return new ConstantExpression(token.Position, new StringValue(text));
    }

    private KeyValuePair<Expression, Expression> ParseEntry()
    {
        var key = expressions.ParseExpression();
        tokens.ExpectOperator(":");
        return new(key, expressions.ParseExpression());
    }

    private List<T> ParseItems<T>(string close, Func<T> parse)
    {
        var items = new List<T>();
        while (!tokens.Current.IsOperator(close))
        {
            items.Add(parse());
            if (!tokens.TryTakeOperator(","))
            {
                break;
            }
        }

        tokens.ExpectOperator(close);
        return items;
    }

    public Expression ParsePostfix(Expression node)
    {
        while (true)
        {
            var token = tokens.Current;
            switch (token)
            {
                case { Kind: TokenKind.Operator, Text: "." }:
                    tokens.Take();
                    node = ParseMember(node, token.Position);
                    break;
                case { Kind: TokenKind.Operator, Text: "[" }:
                    tokens.Take();
                    node = ParseSubscript(node, token.Position);
                    break;
                case { Kind: TokenKind.Operator, Text: "(" }:
                    node = new CallExpression(token.Position, node, ParseArguments());
                    break;
                default:
                    return node;
            }
        }
    }

    private Expression ParseMember(Expression target, int position)
    {
        var member = tokens.Take();
        if (member.Kind == TokenKind.Integer && Number.ParseInteger(member.Text, 10) is { } index)
        {
            return new ElementExpression(position, target, new ConstantExpression(member.Position, new IntegerValue(index)));
        }

        if (member.Kind != TokenKind.Name)
        {
            throw tokens.Error(member, $"expected a name or a number after '.', but found {member.Describe()}");
        }

        names.Fields.Add(member.Text);
        return new AttributeExpression(position, target, member.Text);
    }

    private Expression ParseSubscript(Expression target, int position)
    {
        var start = tokens.Current.IsOperator(":") ? null : expressions.ParseExpression();
        if (!tokens.TryTakeOperator(":"))
        {
            tokens.ExpectOperator("]");
            return new ElementExpression(position, target, start!);
        }

        var stop = tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") ? null : expressions.ParseExpression();
        var step = tokens.TryTakeOperator(":") && !tokens.Current.IsOperator("]") ? expressions.ParseExpression() : null;
        tokens.ExpectOperator("]");
        return new SliceExpression(position, target, start, stop, step);
    }

    public Expression ParseFiltersAndTests(Expression node)
    {
        while (true)
        {
            var token = tokens.Current;
            if (token.IsOperator("|"))
            {
                node = ParseFilters(node);
            }
            else if (token.IsName("is"))
            {
                node = ParseTest(node);
            }
            else if (token.IsOperator("("))
            {
                node = new CallExpression(token.Position, node, ParseArguments());
            }
            else
            {
                return node;
            }
        }
    }

    /// <summary>A chain of filters; <paramref name="isFirstBare"/>: the first one is written without <c>|</c>.</summary>
    public FilterExpression ParseFilters(Expression? target, bool isFirstBare = false)
    {
        FilterExpression? node = null;
        while (isFirstBare || tokens.TryTakeOperator("|"))
        {
            isFirstBare = false;
            var (name, token) = ParseDottedName("the name of a filter");
            var filter = Lookup(Filters.Table, name, token, "filter");
            node = new FilterExpression(token.Position, node ?? target, name, filter, ParseOptionalArguments());
        }

        return node ?? throw tokens.Error(tokens.Current, "expected a filter");
    }

    private Expression ParseTest(Expression node)
    {
        var position = tokens.Take().Position;
        var isNegated = tokens.TryTakeName("not");
        var (name, token) = ParseDottedName("the name of a test");
        var test = Lookup(Tests.Table, name, token, "test");
        var arguments = ArgumentList.None;
        if (tokens.Current.IsName("is"))
        {
            throw tokens.Error(tokens.Current, "tests with 'is' cannot be chained");
        }

        if (tokens.Current.IsOperator("("))
        {
            arguments = ParseArguments();
        }
        else if (StartsTestArgument(tokens.Current))
        {
            arguments = new ArgumentList([ParsePostfix(ParsePrimary())], []);
        }

        Expression result = new TestExpression(token.Position, node, name, test, arguments);
        return isNegated ? new UnaryExpression(position, "not", result) : result;
    }

    private static bool StartsTestArgument(Token token) => token.Kind switch
    {
        TokenKind.Name => token.Text is not ("else" or "or" or "and"),
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        TokenKind.Operator => token.Text is "[" or "{",
        _ => false,
    };

    private (string Name, Token Token) ParseDottedName(string expected)
    {
        var token = tokens.Expect(TokenKind.Name, expected);
        var name = token.Text;
        while (tokens.TryTakeOperator("."))
        {
            name += "." + tokens.Expect(TokenKind.Name, expected).Text;
        }

        return (name, token);
    }

    private Function? Lookup(IReadOnlyDictionary<string, Function> table, string name, Token token, string kind)
    {
        if (table.TryGetValue(name, out var function))
        {
            return function;
        }

        tokens.UnknownNames.Add((token, Function.Unknown(kind, name)));
        return null;
    }

    private ArgumentList ParseOptionalArguments() => tokens.Current.IsOperator("(") ? ParseArguments() : ArgumentList.None;

    private ArgumentList ParseArguments()
    {
        var open = tokens.Take();
        var positional = new List<Expression>();
        var named = new List<KeyValuePair<string, Expression>>();
        Expression? unpacked = null, unpackedNamed = null;
        while (!tokens.Current.IsOperator(")"))
        {
            var isValid = unpackedNamed is null;
            if (tokens.TryTakeOperator("*"))
            {
                isValid &= unpacked is null;
                unpacked = expressions.ParseExpression();
            }
            else if (tokens.TryTakeOperator("**"))
            {
                unpackedNamed = expressions.ParseExpression();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
            {
                var name = tokens.Take().Text;
                tokens.Take();
                named.Add(new(name, expressions.ParseExpression()));
            }
            else
            {
                isValid &= unpacked is null && named.Count == 0;
                positional.Add(expressions.ParseExpression());
            }

            if (!isValid)
            {
                throw tokens.Error(open, "the arguments of the call are in an invalid order");
            }

            if (!tokens.TryTakeOperator(","))
            {
                break;
            }
        }

        tokens.ExpectOperator(")");
        return new ArgumentList(positional, named, unpacked, unpackedNamed);
    }
}
