using System.Numerics;
using AdaptiveProvider.Models.Templates.Library;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Rendering;

/// <summary>The <c>loop</c> variable: where a loop is, what comes before and after; calling it recurses where the loop says so.</summary>
internal sealed class LoopValue(IReadOnlyList<Value> items, int depth, Func<Value, int, Value>? recurse) : ObjectValue, ICallable
{
    private static readonly Function Cycle = new("cycle", "*", call =>
    {
        var loop = (LoopValue)call.Target;
        return call.Extra.Count > 0 ? call.Extra[loop.Index % call.Extra.Count] : throw new TemplateFault("no items for cycling given");
    });

    private static readonly Function Changed = new("changed", "*", call => ((LoopValue)call.Target).HasChanged(call));

    private SequenceValue? _lastSeen;

    public override string TypeName => "LoopContext";

    public override string Display => $"<LoopContext {Index + 1}/{items.Count}>";

    /// <summary>The index of the current element; 0 is the first.</summary>
    public int Index { get; set; }

    public override Value? GetAttribute(string name) => name switch
    {
        "index" => Whole(Index + 1),
        "index0" => Whole(Index),
        "revindex" => Whole(items.Count - Index),
        "revindex0" => Whole(items.Count - Index - 1),
        "first" => BooleanValue.Of(Index == 0),
        "last" => BooleanValue.Of(Index == items.Count - 1),
        "length" => Whole(items.Count),
        "depth" => Whole(depth + 1),
        "depth0" => Whole(depth),
        "previtem" => Index > 0 ? items[Index - 1] : new UndefinedValue("there is no previous item"),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new UndefinedValue("there is no next item"),
        "cycle" => new FunctionValue(Cycle, this),
        "changed" => new FunctionValue(Changed, this),
        _ => null,
    };

    public Value Invoke(RenderContext context, Arguments arguments)
    {
        if (recurse is null)
        {
            throw new TemplateFault("the loop must have the 'recursive' marker to be called recursively");
        }

        return arguments.Positional.Count == 1 && arguments.Named.Count == 0
            ? recurse(arguments.Positional[0], depth + 1)
            : throw new TemplateFault("loop() takes exactly one argument");
    }

    private static IntegerValue Whole(int number) => new(new BigInteger(number));

    private BooleanValue HasChanged(Call call)
    {
        var seen = new SequenceValue(call.Extra, SequenceKind.Tuple);
        var isSame = _lastSeen is not null && Comparison.AreEqual(_lastSeen, seen, call.Budget);
        _lastSeen = seen;
        return BooleanValue.Of(!isSame);
    }
}
