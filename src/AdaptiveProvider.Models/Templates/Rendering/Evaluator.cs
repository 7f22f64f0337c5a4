using AdaptiveProvider.Models.Templates.Library;
using AdaptiveProvider.Models.Templates.Syntax;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Rendering;

/// <summary>Computes the values of expressions.</summary>
internal sealed class Evaluator(RenderContext context)
{
    public Value Evaluate(Expression expression, Scope scope)
    {
        context.Budget.Step();
        context.Budget.Enter();
        var value = expression switch
        {
            ConstantExpression constant => constant.Value,
            NameExpression name => scope.Find(name.Name) ?? UndefinedValue.Name(name.Name),
            AttributeExpression attribute => Attribute(attribute, scope),
            ElementExpression element => Element(element, scope),
            CallExpression call => Invoke(call, scope),
            FilterExpression filter => ApplyFilters(filter, input: null, scope),
            TestExpression test => Test(test, scope),
            LogicalExpression logical => Logical(logical, scope),
            ComparisonExpression comparison => Compare(comparison, scope),
            BinaryExpression binary => Binary(binary, scope),
            ConditionalExpression conditional => Conditional(conditional, scope),
            UnaryExpression unary => Unary(unary, scope),
            ConcatenationExpression concatenation => Concatenate(concatenation, scope),
            SliceExpression slice => Slice(slice, scope),
            SequenceExpression sequence => new SequenceValue(EvaluateAll(sequence.Items, scope), sequence.Kind),
            DictionaryExpression dictionary => Dictionary(dictionary, scope),
            _ => throw new InvalidOperationException($"No evaluation for {expression.GetType().Name}."),
        };
        context.Budget.Leave();
        return value;
    }

    public Value Invoke(Value target, Arguments arguments) => target switch
    {
        ICallable callable => callable.Invoke(context, arguments),
        UndefinedValue undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"'{target.TypeName}' object is not callable"),
    };

    /// <summary>Applies a chain of filters; <paramref name="input"/> is what the innermost works on when it has no target.</summary>
    public Value ApplyFilters(FilterExpression filter, Value? input, Scope scope)
    {
        var target = filter.Target switch
        {
            null => input!,
            FilterExpression inner => ApplyNested(inner, input, scope),
            { } expression => Evaluate(expression, scope),
        };
        var arguments = EvaluateArguments(filter.Arguments, scope);
        context.Position = filter.Position;
        return filter.Filter is { } function
            ? function.Invoke(context, target, arguments)
            : throw new TemplateFault(Function.Unknown("filter", filter.Name));
    }

    public Arguments EvaluateArguments(ArgumentList arguments, Scope scope)
    {
        if (ReferenceEquals(arguments, ArgumentList.None))
        {
            return Arguments.None;
        }

        var positional = EvaluateAll(arguments.Positional, scope);
        if (arguments.Unpacked is { } unpacked)
        {
            positional.AddRange(Iteration.Items(Evaluate(unpacked, scope), context.Budget));
        }

        var named = new List<KeyValuePair<string, Value>>(arguments.Named.Count);
        foreach (var (name, expression) in arguments.Named)
        {
            named.Add(new(name, Evaluate(expression, scope)));
        }

        if (arguments.UnpackedNamed is { } unpackedNamed)
        {
            named.AddRange(UnpackNamed(Evaluate(unpackedNamed, scope)));
        }

        return new Arguments(positional, named);
    }

    private Value ApplyNested(FilterExpression inner, Value? input, Scope scope)
    {
        context.Budget.Enter();
        var value = ApplyFilters(inner, input, scope);
        context.Budget.Leave();
        return value;
    }

    private IEnumerable<KeyValuePair<string, Value>> UnpackNamed(Value value)
    {
        if (value is not DictionaryValue dictionary)
        {
            throw new TemplateFault($"argument after ** must be a mapping, not {value.TypeName}");
        }

        return dictionary.Entries.Select(Named);

        KeyValuePair<string, Value> Named(KeyValuePair<Value, Value> entry)
        {
            context.Budget.Key(entry.Key);
            return entry.Key is StringValue name ? new(name.Text, entry.Value) : throw new TemplateFault("keywords must be strings");
        }
    }

    private List<Value> EvaluateAll(IReadOnlyList<Expression> expressions, Scope scope)
    {
        var values = new List<Value>(expressions.Count);
        foreach (var expression in expressions)
        {
            values.Add(Evaluate(expression, scope));
        }

        return values;
    }

    private Value Attribute(AttributeExpression expression, Scope scope)
    {
        var target = Evaluate(expression.Target, scope);
        context.Position = expression.Position;
        return Attributes.Attribute(target, expression.Name);
    }

    private Value Element(ElementExpression expression, Scope scope)
    {
        var target = Evaluate(expression.Target, scope);
        var key = Evaluate(expression.Key, scope);
        context.Position = expression.Position;
        return Attributes.Element(target, key, context.Budget);
    }

    private Value Slice(SliceExpression expression, Scope scope)
    {
        var target = Evaluate(expression.Target, scope);
        var (start, stop, step) = (Bound(expression.Start), Bound(expression.Stop), Bound(expression.Step));
        context.Position = expression.Position;
        return Slicing.Slice(target, start, stop, step, context.Budget);

        Value? Bound(Expression? bound) => bound is null ? null : Evaluate(bound, scope);
    }

    private Value Invoke(CallExpression expression, Scope scope)
    {
        var target = Evaluate(expression.Target, scope);
        var arguments = EvaluateArguments(expression.Arguments, scope);
        context.Position = expression.Position;
        return Invoke(target, arguments);
    }

    private BooleanValue Test(TestExpression expression, Scope scope)
    {
        var target = Evaluate(expression.Target, scope);
        var arguments = EvaluateArguments(expression.Arguments, scope);
        context.Position = expression.Position;
        return expression.Test is { } function
            ? BooleanValue.Of(function.Invoke(context, target, arguments).IsTrue)
            : throw new TemplateFault(Function.Unknown("test", expression.Name));
    }

    private Value Logical(LogicalExpression expression, Scope scope)
    {
        var left = Evaluate(expression.Left, scope);
        return left.IsTrue == expression.IsAnd ? Evaluate(expression.Right, scope) : left;
    }

    private BooleanValue Compare(ComparisonExpression expression, Scope scope)
    {
        var left = Evaluate(expression.First, scope);
        foreach (var (sign, operand) in expression.Rest)
        {
            var right = Evaluate(operand, scope);
            context.Position = expression.Position;
            if (!Holds(sign, left, right))
            {
                return BooleanValue.False;
            }

            left = right;
        }

        return BooleanValue.True;
    }

    private bool Holds(string sign, Value left, Value right) => sign switch
    {
        "==" => Comparison.AreEqual(left, right, context.Budget),
        "!=" => !Comparison.AreEqual(left, right, context.Budget),
        "in" => Comparison.Contains(right, left, context.Budget),
        "not in" => !Comparison.Contains(right, left, context.Budget),
        "<" => Comparison.Order(left, right, sign, context.Budget) < 0,
        "<=" => Comparison.Order(left, right, sign, context.Budget) <= 0,
        ">" => Comparison.Order(left, right, sign, context.Budget) > 0,
        _ => Comparison.Order(left, right, sign, context.Budget) >= 0,
    };

    private Value Binary(BinaryExpression expression, Scope scope)
    {
        var left = Evaluate(expression.Left, scope);
        var right = Evaluate(expression.Right, scope);
        context.Position = expression.Position;
        return Arithmetic.Apply(expression.Sign, left, right, context.Budget);
    }

    private Value Conditional(ConditionalExpression expression, Scope scope)
    {
        if (Evaluate(expression.Test, scope).IsTrue)
        {
            return Evaluate(expression.Then, scope);
        }

        return expression.Otherwise is { } otherwise
            ? Evaluate(otherwise, scope)
            : new UndefinedValue("the inline if-expression evaluated to false and no else section was defined");
    }

    private Value Unary(UnaryExpression expression, Scope scope)
    {
        var operand = Evaluate(expression.Operand, scope);
        context.Position = expression.Position;
        return expression.Sign switch
        {
            "not" => BooleanValue.Of(!operand.IsTrue),
            "-" => Arithmetic.Negate(operand),
            _ => Arithmetic.Affirm(operand),
        };
    }

    private StringValue Concatenate(ConcatenationExpression expression, Scope scope)
    {
        var parts = EvaluateAll(expression.Parts, scope).ConvertAll(part => PythonText.Of(part, context.Budget));
        context.Position = expression.Position;
        context.Budget.Reserve(parts.Sum(part => (long)part.Length));
        return new StringValue(string.Concat(parts));
    }

    private DictionaryValue Dictionary(DictionaryExpression expression, Scope scope)
    {
        var entries = DictionaryValue.NewEntries();
        foreach (var (key, item) in expression.Entries)
        {
            var name = Evaluate(key, scope);
            var value = Evaluate(item, scope);
            context.Position = expression.Position;
            context.Budget.Key(name);
            entries[name] = value;
        }

        return new DictionaryValue(entries);
    }
}
