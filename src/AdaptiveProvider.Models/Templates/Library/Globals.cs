using System.Numerics;
using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>The functions every template can call; variables of the same name hide them.</summary>
internal static class Globals
{
    private static readonly Function[] Functions =
    [
        new("range", "start stop? step?", Range),
        new("dict", "mapping? **", Dictionary),
        new("namespace", "mapping? **", Namespace),
        new("cycler", "*", call => new CyclerValue(call.Extra)),
        new("joiner", "sep?", call => new JoinerValue(call.Text(0, ", "))),
        new("raise_exception", "message", call => throw new TemplateFault(PythonText.Of(call[0]!, call.Budget), raisedByTemplate: true)),
        new("strftime_now", "format", call => call.Result(DateText.Format(call.Text(0), call.Context.Now, call.Budget))),
    ];

    public static Scope NewScope()
    {
        var scope = new Scope(parent: null);
        foreach (var function in Functions)
        {
            scope.Set(function.Name, new FunctionValue(function, NoneValue.Instance));
        }

        return scope;
    }

    private static RangeValue Range(Call call)
    {
        var (start, stop) = call[1] is { } end
            ? (Number.ToInteger(Whole(call[0]!)), Number.ToInteger(Whole(end)))
            : (BigInteger.Zero, Number.ToInteger(Whole(call[0]!)));
        var step = call[2] is { } given ? Number.ToInteger(Whole(given)) : BigInteger.One;
        if (step.IsZero)
        {
            throw new TemplateFault("range() arg 3 must not be zero");
        }

        var count = BigInteger.Max(0, (stop - start + step - step.Sign) / step);
        call.Budget.Elements((long)BigInteger.Min(count, long.MaxValue));
        var items = new Value[(int)count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new IntegerValue(start + (i * step));
        }

        return new RangeValue(items, start, stop, step);

        static Value Whole(Value value) => Number.IsWhole(value) ? value : throw (value is UndefinedValue undefined
            ? undefined.Fault()
            : new TemplateFault($"'{value.TypeName}' object cannot be interpreted as an integer"));
    }

    private static DictionaryValue Dictionary(Call call)
    {
        var entries = DictionaryValue.NewEntries();
        foreach (var (key, value) in Pairs(call))
        {
            call.Budget.Key(key);
            entries[key] = value;
        }

        return new DictionaryValue(entries);
    }

    private static NamespaceValue Namespace(Call call)
    {
        var space = new NamespaceValue();
        foreach (var (key, value) in Pairs(call))
        {
            call.Budget.Key(key);
            space.Attributes[PythonText.Of(key, call.Budget)] = value;
        }

        return space;
    }

    // The entries of the positional argument (a dictionary or a sequence of pairs), then the named arguments.
    private static IEnumerable<KeyValuePair<Value, Value>> Pairs(Call call)
    {
        var named = call.ExtraNamed.Select(argument => KeyValuePair.Create<Value, Value>(new StringValue(argument.Key), argument.Value));
        return call[0] switch
        {
            null => named,
            DictionaryValue dictionary => dictionary.Entries.Concat(named),
            var pairs => Iteration.Items(pairs, call.Budget).Select(pair => Iteration.Items(pair, call.Budget) is [var key, var value]
                ? KeyValuePair.Create(key, value)
                : throw new TemplateFault("a dictionary is made of pairs")).Concat(named),
        };
    }
}
