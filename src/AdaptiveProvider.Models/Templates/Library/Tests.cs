using System.Numerics;
using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>The tests of Jinja (<c>value is name</c>).</summary>
internal static class Tests
{
    public static readonly IReadOnlyDictionary<string, Function> Table = Function.Table(
    [
        Test("defined", value => value is not UndefinedValue),
        Test("undefined", value => value is UndefinedValue),
        Test("none", value => value is NoneValue),
        Test("true", value => ReferenceEquals(value, BooleanValue.True)),
        Test("false", value => ReferenceEquals(value, BooleanValue.False)),
        Test("boolean", value => value is BooleanValue),
        Test("integer", value => value is IntegerValue),
        Test("float", value => value is FloatValue),
        Test("number", Number.IsNumber),
        Test("string", value => value is StringValue),
        Test("mapping", value => value is DictionaryValue),
        Test("sequence", value => value is StringValue or DictionaryValue or UndefinedValue or SequenceValue { IsIndexable: true }),
        Test("iterable", Iteration.IsIterable),
        Test("callable", value => value is ICallable or UndefinedValue),
        Test("escaped", _ => false),
        new("lower", "", call => BooleanValue.Of(PythonCharacters.IsUniform(call.TargetText, isUpper: false))),
        new("upper", "", call => BooleanValue.Of(PythonCharacters.IsUniform(call.TargetText, isUpper: true))),
        new("odd", "", call => Leaves(call, 2, 1)),
        new("even", "", call => Leaves(call, 2, 0)),
        new("divisibleby", "num", call => Leaves(call, Number.ToInteger(call[0]!), 0)),
        new("sameas", "other", call => BooleanValue.Of(IsSame(call.Target, call[0]!))),
        new("in", "seq", call => BooleanValue.Of(Comparison.Contains(call[0]!, call.Target, call.Budget))),
        new("filter", "", call => BooleanValue.Of(call.Target is StringValue name && Filters.Table.ContainsKey(name.Text))),
        new("test", "", call => BooleanValue.Of(call.Target is StringValue name && IsTest(name.Text))),
        .. Compared((left, right, budget) => Comparison.AreEqual(left, right, budget), "eq", "equalto", "=="),
        .. Compared((left, right, budget) => !Comparison.AreEqual(left, right, budget), "ne", "!="),
        .. Compared((left, right, budget) => Comparison.Order(left, right, "<", budget) < 0, "lt", "lessthan", "<"),
        .. Compared((left, right, budget) => Comparison.Order(left, right, "<=", budget) <= 0, "le", "<="),
        .. Compared((left, right, budget) => Comparison.Order(left, right, ">", budget) > 0, "gt", "greaterthan", ">"),
        .. Compared((left, right, budget) => Comparison.Order(left, right, ">=", budget) >= 0, "ge", ">="),
    ]);

    private static bool IsTest(string name) => Table.ContainsKey(name);

    private static Function Test(string name, Predicate<Value> holds) => new(name, "", call => BooleanValue.Of(holds(call.Target)));

    private static IEnumerable<Function> Compared(Func<Value, Value, RenderBudget, bool> holds, params string[] names)
        => names.Select(name => new Function(name, "other", call => BooleanValue.Of(holds(call.Target, call[0]!, call.Budget))));

    private static BooleanValue Leaves(Call call, BigInteger divisor, int remainder)
    {
        var rest = Arithmetic.Apply("%", call.Target, new IntegerValue(divisor), call.Budget);
        return BooleanValue.Of(Comparison.AreEqual(rest, new IntegerValue(remainder), call.Budget));
    }

    private static bool IsSame(Value left, Value right) => ReferenceEquals(left, right) || (left, right) switch
    {
        (NoneValue, NoneValue) => true,
        (IntegerValue a, IntegerValue b) => a.Number == b.Number,
        (StringValue a, StringValue b) => a.Text == b.Text,
        _ => false,
    };
}
