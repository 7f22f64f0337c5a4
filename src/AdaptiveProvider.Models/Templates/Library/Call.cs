using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>One call of a <see cref="Function"/>: its target (filter input or method owner) and its bound arguments.</summary>
internal sealed class Call(
    RenderContext context,
    Value target,
    Value?[] values,
    IReadOnlyList<Value> extra,
    IReadOnlyList<KeyValuePair<string, Value>> extraNamed)
{
    public RenderContext Context { get; } = context;

    public RenderBudget Budget => Context.Budget;

    public Value Target { get; } = target;

    public IReadOnlyList<Value> Extra { get; } = extra;

    public IReadOnlyList<KeyValuePair<string, Value>> ExtraNamed { get; } = extraNamed;

    /// <summary>The argument of a parameter, null where it was left out.</summary>
    public Value? this[int index] => values[index];

    /// <summary>The argument of a parameter, null where it was left out or is <c>None</c>.</summary>
    public Value? Given(int index) => values[index] is NoneValue ? null : values[index];

    /// <summary>The target as Jinja's text filters read it.</summary>
    public string TargetText
    {
        get
        {
            var text = PythonText.Of(Target, Budget);
            Budget.Scan(text);
            return text;
        }
    }

    public IReadOnlyList<Value> TargetItems => Iteration.Items(Target, Budget);

    public bool Flag(int index) => values[index]?.IsTrue ?? false;

    public int Count(int index, int absent) => values[index] is { } value ? Number.ToCount(value) : absent;

    /// <summary>A text argument; a fault when it is of another type.</summary>
    public string Text(int index, string absent = "") => values[index] switch
    {
        null => absent,
        StringValue text => text.Text,
        UndefinedValue undefined => throw undefined.Fault(),
        { } other => throw new TemplateFault($"expected a string argument, not {other.TypeName}"),
    };

    public StringValue Result(string text) => new(Budget.Made(text));
}
