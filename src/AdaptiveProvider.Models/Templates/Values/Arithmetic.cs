using System.Numerics;
using System.Text;
using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's arithmetic, with its text and list forms.</summary>
internal static class Arithmetic
{
    public static Value Apply(string sign, Value left, Value right, RenderBudget budget)
    {
        switch (sign, left, right)
        {
            case ("%", StringValue pattern, _):
                return new StringValue(PercentFormat.Apply(pattern.Text, right, budget));
            case (_, UndefinedValue undefined, _):
                throw undefined.Fault();
            case (_, _, UndefinedValue undefined):
                throw undefined.Fault();
            case ("+", StringValue a, StringValue b):
                budget.Reserve((long)a.Text.Length + b.Text.Length);
                return new StringValue(a.Text + b.Text);
            case ("+", SequenceValue { IsIndexable: true } a, SequenceValue { IsIndexable: true } b) when a.TypeName == b.TypeName && a is not RangeValue:
                budget.Elements((long)a.Items.Count + b.Items.Count);
                return new SequenceValue([.. a.Items, .. b.Items], a.Kind);
            case ("*", _, _) when Number.IsWhole(right) && left is StringValue or SequenceValue { IsIndexable: true } and not RangeValue:
                return Repeat(left, right, budget);
            case ("*", _, _) when Number.IsWhole(left) && right is StringValue or SequenceValue { IsIndexable: true } and not RangeValue:
                return Repeat(right, left, budget);
        }

        if (!Number.IsNumber(left) || !Number.IsNumber(right))
        {
            throw Unsupported(sign, left, right);
        }

        var isWhole = Number.IsWhole(left) && Number.IsWhole(right);
        return isWhole && sign != "/" ? Whole(sign, Number.ToInteger(left), Number.ToInteger(right), budget) : Real(sign, Number.ToDouble(left), Number.ToDouble(right));
    }

    public static Value Negate(Value operand) => operand switch
    {
        FloatValue { Number: var number } => new FloatValue(-number),
        _ when Number.IsWhole(operand) => new IntegerValue(-Number.ToInteger(operand)),
        UndefinedValue undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"bad operand type for unary -: '{operand.TypeName}'"),
    };

    public static Value Affirm(Value operand) => operand switch
    {
        FloatValue => operand,
        _ when Number.IsWhole(operand) => new IntegerValue(Number.ToInteger(operand)),
        UndefinedValue undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"bad operand type for unary +: '{operand.TypeName}'"),
    };

    public static IntegerValue Bounded(BigInteger number, RenderBudget budget)
        => number.GetBitLength() <= budget.Limits.IntegerBits
            ? new IntegerValue(number)
            : throw new TemplateFault($"an integer of more than {budget.Limits.IntegerBits} bits (TemplateLimits.IntegerBits)");

    private static TemplateFault Unsupported(string sign, Value left, Value right) => (sign, left) switch
    {
        ("+", StringValue) => new($"can only concatenate str (not \"{right.TypeName}\") to str"),
        ("+", SequenceValue { IsIndexable: true }) => new($"can only concatenate {left.TypeName} (not \"{right.TypeName}\") to {left.TypeName}"),
        _ => new($"unsupported operand type(s) for {sign}: '{left.TypeName}' and '{right.TypeName}'"),
    };

    private static Value Repeat(Value target, Value times, RenderBudget budget)
    {
        var count = Math.Max(0, Number.ToCount(times));
        if (target is StringValue { Text: var text })
        {
            budget.Reserve((long)text.Length * count);
            return new StringValue(new StringBuilder(text.Length * count).Insert(0, text, text.Length == 0 ? 0 : count).ToString());
        }

        var sequence = (SequenceValue)target;
        budget.Elements((long)sequence.Items.Count * count);
        var items = new List<Value>(sequence.Items.Count * count);
        for (var i = 0; i < count && sequence.Items.Count > 0; i++)
        {
            items.AddRange(sequence.Items);
        }

        return new SequenceValue(items, sequence.Kind);
    }

    private static Value Whole(string sign, BigInteger left, BigInteger right, RenderBudget budget)
    {
        switch (sign)
        {
            case "+":
                return Bounded(left + right, budget);
            case "-":
                return Bounded(left - right, budget);
            case "*":
                return Bounded(left * right, budget);
            case "**":
                return Power(left, right, budget);
        }

        if (right.IsZero)
        {
            throw new TemplateFault("integer division or modulo by zero");
        }

        var quotient = BigInteger.DivRem(left, right, out var remainder);
        var isRoundedUp = !remainder.IsZero && remainder.Sign != right.Sign;
        return sign == "//"
            ? new IntegerValue(isRoundedUp ? quotient - 1 : quotient)
            : new IntegerValue(isRoundedUp ? remainder + right : remainder);
    }

    private static Value Power(BigInteger number, BigInteger exponent, RenderBudget budget)
    {
        if (exponent.Sign < 0)
        {
            return Real("**", (double)number, (double)exponent);
        }

        var isUnit = BigInteger.Abs(number) <= BigInteger.One;
        if (!isUnit && exponent * (number.GetBitLength() - 1) > budget.Limits.IntegerBits)
        {
            throw new TemplateFault($"an integer of more than {budget.Limits.IntegerBits} bits (TemplateLimits.IntegerBits)");
        }

        // For -1, 0 and 1 only whether the exponent is zero, odd or even matters.
        return Bounded(BigInteger.Pow(number, isUnit && exponent > 2 ? 2 - (int)(exponent % 2) : (int)exponent), budget);
    }

    private static FloatValue Real(string sign, double left, double right)
    {
        if (right == 0 && sign is "/" or "//" or "%")
        {
            throw new TemplateFault("division by zero");
        }

        if (sign == "**" && ((left == 0 && right < 0) || (left < 0 && right != Math.Floor(right))))
        {
            throw new TemplateFault($"{PythonText.Float(left)} cannot be raised to the power {PythonText.Float(right)}");
        }

        return new FloatValue(sign switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "//" => Math.Floor((left - Modulo(left, right)) / right),
            "%" => Modulo(left, right),
            _ => Math.Pow(left, right),
        });
    }

    private static double Modulo(double left, double right)
    {
        var remainder = left % right;
        if (remainder == 0)
        {
            return Math.CopySign(remainder, right);
        }

        return remainder < 0 != right < 0 ? remainder + right : remainder;
    }
}
