using System.Text;
using AdaptiveProvider.Models.Templates.Library;
using AdaptiveProvider.Models.Templates.Syntax;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Rendering;

/// <summary>A macro with the scope it was defined in; calling it renders its body to a string.</summary>
internal sealed class MacroValue(MacroDefinition definition, Scope scope) : ObjectValue, ICallable
{
    public override string TypeName => "Macro";

    public override string Display => $"<Macro {PythonText.Quote(definition.Name)}>";

    public override Value? GetAttribute(string name) => name switch
    {
        "name" => new StringValue(definition.Name),
        "arguments" => new SequenceValue([.. definition.Parameters.Select(parameter => new StringValue(parameter))], SequenceKind.Tuple),
        "catch_kwargs" => BooleanValue.Of(definition.UsesExtraNamed),
        "catch_varargs" => BooleanValue.Of(definition.UsesExtraPositional),
        "caller" => BooleanValue.Of(definition.UsesCaller),
        _ => null,
    };

    public Value Invoke(RenderContext context, Arguments arguments)
    {
        context.Budget.Enter();
        var local = new Scope(scope);
        var extraNamed = BindNamed(arguments, local);
        BindPositional(context, arguments, local);
        if (definition.UsesExtraNamed)
        {
            local.Set("kwargs", extraNamed);
        }

        var output = new StringBuilder();
        context.Executor.Run(definition.Body, local, output);
        context.Budget.Leave();
        return new StringValue(context.Budget.Made(output.ToString()));
    }

    private void BindPositional(RenderContext context, Arguments arguments, Scope local)
    {
        var positional = arguments.Positional;
        var count = definition.Parameters.Count;
        if (positional.Count > count && !definition.UsesExtraPositional)
        {
            throw new TemplateFault($"macro '{definition.Name}' takes not more than {count} argument(s)");
        }

        if (definition.UsesExtraPositional)
        {
            local.Set("varargs", new SequenceValue([.. positional.Skip(count)], SequenceKind.Tuple));
        }

        for (var i = 0; i < count; i++)
        {
            var name = definition.Parameters[i];
            var isNamed = arguments.Named.Any(argument => argument.Key == name);
            if (i < positional.Count && isNamed)
            {
                throw new TemplateFault($"macro '{definition.Name}' got multiple values for argument '{name}'");
            }

            if (!isNamed)
            {
                local.Set(name, i < positional.Count ? positional[i] : Default(context, i, local));
            }
        }
    }

    // Defaults are evaluated at the call and see the parameters before them.
    private Value Default(RenderContext context, int index, Scope local)
    {
        var at = index - (definition.Parameters.Count - definition.Defaults.Count);
        return at >= 0
            ? context.Evaluator.Evaluate(definition.Defaults[at], local)
            : new UndefinedValue($"parameter '{definition.Parameters[index]}' was not provided");
    }

    private DictionaryValue BindNamed(Arguments arguments, Scope local)
    {
        var extra = DictionaryValue.NewEntries();
        foreach (var (name, value) in arguments.Named)
        {
            var isCaller = name == "caller" && definition.UsesCaller;
            if (isCaller || definition.Parameters.Contains(name))
            {
                local.Set(name, value);
            }
            else if (definition.UsesExtraNamed)
            {
                extra[new StringValue(name)] = value;
            }
            else
            {
                throw new TemplateFault($"macro '{definition.Name}' takes no keyword argument '{name}'");
            }
        }

        if (definition.UsesCaller && !arguments.Named.Any(argument => argument.Key == "caller") && !definition.Parameters.Contains("caller"))
        {
            local.Set("caller", new UndefinedValue("No caller defined"));
        }

        return new DictionaryValue(extra);
    }
}
