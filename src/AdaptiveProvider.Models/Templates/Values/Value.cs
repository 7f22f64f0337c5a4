using System.Numerics;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>A value of the template language; immutable but for namespaces, iterators and cyclers.</summary>
internal abstract class Value
{
    /// <summary>Python's name of the type, for messages.</summary>
    public abstract string TypeName { get; }

    /// <summary>Python's truth value.</summary>
    public virtual bool IsTrue => true;
}

/// <summary>Python's <c>None</c>.</summary>
internal sealed class NoneValue : Value
{
    public static readonly NoneValue Instance = new();

    public override string TypeName => "NoneType";

    public override bool IsTrue => false;
}

/// <summary><c>True</c> or <c>False</c>; counts as the number 1 or 0 in arithmetic.</summary>
internal sealed class BooleanValue : Value
{
    public static readonly BooleanValue True = new();
    public static readonly BooleanValue False = new();

    public override string TypeName => "bool";

    public override bool IsTrue => ReferenceEquals(this, True);

    public static BooleanValue Of(bool value) => value ? True : False;
}

/// <summary>A whole number of any size up to <see cref="TemplateLimits.IntegerBits"/>.</summary>
internal sealed class IntegerValue(BigInteger number) : Value
{
    public BigInteger Number { get; } = number;

    public override string TypeName => "int";

    public override bool IsTrue => !Number.IsZero;
}

/// <summary>A double-precision number.</summary>
internal sealed class FloatValue(double number) : Value
{
    public double Number { get; } = number;

    public override string TypeName => "float";

    public override bool IsTrue => Number != 0;
}

/// <summary>A text. Lengths and indexes count code points, as Python's do.</summary>
internal sealed class StringValue(string text) : Value
{
    public static readonly StringValue Empty = new("");

    public string Text { get; } = text;

    public override string TypeName => "str";

    public override bool IsTrue => Text.Length > 0;
}
