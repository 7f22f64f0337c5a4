using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>Hands out its items in turn, again and again.</summary>
internal sealed class CyclerValue : ObjectValue
{
    private static readonly Function Next = new("next", "", call => ((CyclerValue)call.Target).Take());
    private static readonly Function Reset = new("reset", "", call => ((CyclerValue)call.Target).Restart());

    private readonly IReadOnlyList<Value> _items;
    private int _at;

    public CyclerValue(IReadOnlyList<Value> items)
        => _items = items.Count > 0 ? items : throw new TemplateFault("at least one item has to be provided");

    public override string TypeName => "Cycler";

    public override Value? GetAttribute(string name) => name switch
    {
        "next" => new FunctionValue(Next, this),
        "reset" => new FunctionValue(Reset, this),
        "current" => _items[_at],
        _ => null,
    };

    private Value Take()
    {
        var item = _items[_at];
        _at = (_at + 1) % _items.Count;
        return item;
    }

    private NoneValue Restart()
    {
        _at = 0;
        return NoneValue.Instance;
    }
}

/// <summary>Gives nothing at the first call and its separator at every later one.</summary>
internal sealed class JoinerValue(string separator) : Value, ICallable
{
    private bool _isUsed;

    public override string TypeName => "Joiner";

    public Value Invoke(RenderContext context, Arguments arguments)
    {
        var text = _isUsed ? separator : "";
        _isUsed = true;
        return new StringValue(text);
    }
}
