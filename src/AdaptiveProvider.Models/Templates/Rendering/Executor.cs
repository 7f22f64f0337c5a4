using System.Text;
using AdaptiveProvider.Models.Templates.Syntax;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Rendering;

/// <summary>How a body ended: at its end, or at a jump of the loop around it.</summary>
internal enum Flow
{
    End,
    Break,
    Continue,
}

/// <summary>Runs statements and writes what they print.</summary>
internal sealed class Executor(RenderContext context)
{
    public Flow Run(IReadOnlyList<Statement> body, Scope scope, StringBuilder output)
    {
        context.Budget.Enter();
        var flow = Flow.End;
        for (var i = 0; i < body.Count && flow == Flow.End; i++)
        {
            context.Budget.Step();
            context.Position = body[i].Position;
            flow = Run(body[i], scope, output);
        }

        context.Budget.Leave();
        return flow;
    }

    private Flow Run(Statement statement, Scope scope, StringBuilder output)
    {
        switch (statement)
        {
            case TextStatement text:
                Write(text.Text, output);
                return Flow.End;
            case OutputStatement print:
                Write(PythonText.Of(context.Evaluator.Evaluate(print.Value, scope), context.Budget), output);
                return Flow.End;
            case IfStatement condition:
                return RunIf(condition, scope, output);
            case ForStatement loop:
                var items = context.Evaluator.Evaluate(loop.Source, scope);
                RunLoop(loop, items, depth: 0, scope, output);
                return Flow.End;
            case JumpStatement jump:
                return jump.IsBreak ? Flow.Break : Flow.Continue;
            case SetStatement set:
                Assign(set.Target, context.Evaluator.Evaluate(set.Value, scope), scope);
                return Flow.End;
            case SetBlockStatement set:
                return RunSetBlock(set, scope);
            case FilterStatement filter:
                var (flow, filtered) = Capture(filter.Body, scope);
                Write(PythonText.Of(context.Evaluator.ApplyFilters(filter.Filters, filtered, scope), context.Budget), output);
                return flow;
            case ScopeStatement block:
                return RunScope(block, scope, output);
            case MacroStatement { Macro: var macro }:
                scope.Set(macro.Name, new MacroValue(macro, scope));
                return Flow.End;
            case CallStatement call:
                RunCall(call, scope, output);
                return Flow.End;
            default:
                throw new InvalidOperationException($"No execution for {statement.GetType().Name}.");
        }
    }

    private void Write(string text, StringBuilder output)
    {
        context.Budget.Reserve(text.Length);
        if ((long)output.Length + text.Length > context.Budget.Limits.OutputCharacters)
        {
            throw new TemplateFault($"the output is longer than {context.Budget.Limits.OutputCharacters} characters (TemplateLimits.OutputCharacters)");
        }

        output.Append(text);
    }

    private Flow RunIf(IfStatement statement, Scope scope, StringBuilder output)
    {
        foreach (var (test, body) in statement.Branches)
        {
            if (context.Evaluator.Evaluate(test, scope).IsTrue)
            {
                return Run(body, scope, output);
            }
        }

        return Run(statement.Otherwise, scope, output);
    }

    private void RunLoop(ForStatement statement, Value source, int depth, Scope scope, StringBuilder output)
    {
        context.Position = statement.Position;
        var items = Iteration.Items(source, context.Budget);
        if (statement.Condition is { } condition)
        {
            items = Select(statement, condition, items, scope);
        }

        var loop = new LoopValue(items, depth, statement.IsRecursive ? Recurse : null);
        for (var i = 0; i < items.Count; i++)
        {
            context.Budget.Step();
            loop.Index = i;
            var local = new Scope(scope);
            local.Set("loop", loop);
            Assign(statement.Target, items[i], local);
            if (Run(statement.Body, local, output) == Flow.Break)
            {
                break;
            }
        }

        if (items.Count == 0)
        {
            Run(statement.Otherwise, new Scope(scope), output);
        }

        Value Recurse(Value children, int childDepth)
        {
            context.Budget.Enter();
            var text = new StringBuilder();
            RunLoop(statement, children, childDepth, scope, text);
            context.Budget.Leave();
            return new StringValue(context.Budget.Made(text.ToString()));
        }
    }

    private List<Value> Select(ForStatement statement, Expression condition, IReadOnlyList<Value> items, Scope scope)
    {
        var selected = new List<Value>();
        foreach (var item in items)
        {
            var local = new Scope(scope);
            Assign(statement.Target, item, local);
            if (context.Evaluator.Evaluate(condition, local).IsTrue)
            {
                selected.Add(item);
            }
        }

        return selected;
    }

    private Flow RunSetBlock(SetBlockStatement statement, Scope scope)
    {
        var (flow, text) = Capture(statement.Body, scope);
        var value = statement.Filters is { } filters ? context.Evaluator.ApplyFilters(filters, text, scope) : text;
        Assign(statement.Target, value, scope);
        return flow;
    }

    private Flow RunScope(ScopeStatement statement, Scope scope, StringBuilder output)
    {
        var local = new Scope(scope);
        foreach (var (target, value) in statement.Assignments)
        {
            Assign(target, context.Evaluator.Evaluate(value, scope), local);
        }

        return Run(statement.Body, local, output);
    }

    private void RunCall(CallStatement statement, Scope scope, StringBuilder output)
    {
        var target = context.Evaluator.Evaluate(statement.Call.Target, scope);
        var arguments = context.Evaluator.EvaluateArguments(statement.Call.Arguments, scope);
        var caller = KeyValuePair.Create<string, Value>("caller", new MacroValue(statement.Caller, scope));
        context.Position = statement.Call.Position;
        var result = context.Evaluator.Invoke(target, arguments with { Named = [.. arguments.Named, caller] });
        Write(PythonText.Of(result, context.Budget), output);
    }

    private (Flow Flow, StringValue Text) Capture(IReadOnlyList<Statement> body, Scope scope)
    {
        var output = new StringBuilder();
        var flow = Run(body, new Scope(scope), output);
        return (flow, new StringValue(context.Budget.Made(output.ToString())));
    }

    private void Assign(AssignmentTarget target, Value value, Scope scope)
    {
        if (target.Parts is { } parts)
        {
            context.Position = target.Position;
            var items = Iteration.Items(value, context.Budget);
            if (items.Count != parts.Count)
            {
                throw new TemplateFault($"cannot unpack {items.Count} values into {parts.Count} names");
            }

            for (var i = 0; i < parts.Count; i++)
            {
                Assign(parts[i], items[i], scope);
            }
        }
        else if (target.Attribute is { } attribute)
        {
            context.Position = target.Position;
            var space = scope.Find(target.Name) as NamespaceValue ?? throw new TemplateFault("cannot assign attribute on non-namespace object");
            space.Attributes[attribute] = value;
        }
        else
        {
            scope.Set(target.Name, value);
        }
    }
}
