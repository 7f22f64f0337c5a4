using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>
/// A built-in filter, test, method or global function. The parameters are written as <c>"width? fill? * **"</c>:
/// <c>?</c> marks optional ones, <c>*</c> and <c>**</c> take any further positional and named arguments.
/// </summary>
internal sealed class Function
{
    private readonly Func<Call, Value> _body;
    private readonly string[] _parameters;
    private readonly int _requiredCount;
    private readonly bool _takesExtraPositional;
    private readonly bool _takesExtraNamed;

    public Function(string name, string parameters, Func<Call, Value> body)
    {
        var words = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Name = name;
        _body = body;
        _takesExtraPositional = words.Contains("*");
        _takesExtraNamed = words.Contains("**");
        _parameters = [.. words.Where(word => word[0] != '*').Select(word => word.TrimEnd('?'))];
        _requiredCount = words.Count(word => word[0] != '*' && !word.EndsWith('?'));
    }

    public string Name { get; }

    public static string Unknown(string kind, string name) => $"there is no {kind} named '{name}'";

    /// <summary>Checks the arguments against the parameters and runs the function on its target.</summary>
    public Value Invoke(RenderContext context, Value target, Arguments arguments)
    {
        context.Budget.Step();
        var values = new Value?[_parameters.Length];
        var positional = arguments.Positional;
        var bound = Math.Min(positional.Count, values.Length);
        if (positional.Count > bound && !_takesExtraPositional)
        {
            throw new TemplateFault($"{Name}() takes at most {values.Length} arguments ({positional.Count} given)");
        }

        for (var i = 0; i < bound; i++)
        {
            values[i] = positional[i];
        }

        var extraNamed = new List<KeyValuePair<string, Value>>();
        foreach (var argument in arguments.Named)
        {
            var index = Array.IndexOf(_parameters, argument.Key);
            if (index >= 0 && values[index] is null)
            {
                values[index] = argument.Value;
            }
            else if (index < 0 && _takesExtraNamed)
            {
                extraNamed.Add(argument);
            }
            else
            {
                throw new TemplateFault(index < 0
                    ? $"{Name}() got an unexpected keyword argument '{argument.Key}'"
                    : $"{Name}() got multiple values for argument '{argument.Key}'");
            }
        }

        var missing = Array.FindIndex(values, 0, _requiredCount, value => value is null);
        return missing < 0
            ? _body(new Call(context, target, values, [.. positional.Skip(bound)], extraNamed))
            : throw new TemplateFault($"{Name}() missing required argument: '{_parameters[missing]}'");
    }

    public static Dictionary<string, Function> Table(params IEnumerable<Function> functions)
        => functions.ToDictionary(function => function.Name, StringComparer.Ordinal);
}

/// <summary>The values of the arguments of one call.</summary>
internal sealed record Arguments(IReadOnlyList<Value> Positional, IReadOnlyList<KeyValuePair<string, Value>> Named)
{
    public static readonly Arguments None = new([], []);
}
