using AdaptiveProvider.Models.Templates.Library;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>A node of the syntax tree that has a value; the position is its offset in the source.</summary>
internal abstract record Expression(int Position);

internal sealed record ConstantExpression(int Position, Value Value) : Expression(Position);

internal sealed record NameExpression(int Position, string Name) : Expression(Position);

/// <summary>A list or tuple display.</summary>
internal sealed record SequenceExpression(int Position, IReadOnlyList<Expression> Items, SequenceKind Kind) : Expression(Position);

internal sealed record DictionaryExpression(int Position, IReadOnlyList<KeyValuePair<Expression, Expression>> Entries) : Expression(Position);

/// <summary><c>-x</c>, <c>+x</c> or <c>not x</c>.</summary>
internal sealed record UnaryExpression(int Position, string Sign, Expression Operand) : Expression(Position);

/// <summary>Arithmetic.</summary>
internal sealed record BinaryExpression(int Position, string Sign, Expression Left, Expression Right) : Expression(Position);

/// <summary><c>and</c> or <c>or</c>: gives one of its operands, and evaluates the right one only when needed.</summary>
internal sealed record LogicalExpression(int Position, bool IsAnd, Expression Left, Expression Right) : Expression(Position);

/// <summary>A chain of comparisons, each between neighbours: <c>a &lt; b &lt;= c</c>.</summary>
internal sealed record ComparisonExpression(int Position, Expression First, IReadOnlyList<(string Sign, Expression Operand)> Rest) : Expression(Position);

/// <summary>Texts joined by <c>~</c>.</summary>
internal sealed record ConcatenationExpression(int Position, IReadOnlyList<Expression> Parts) : Expression(Position);

/// <summary><c>then if test else otherwise</c>; undefined where there is no <c>else</c>.</summary>
internal sealed record ConditionalExpression(int Position, Expression Test, Expression Then, Expression? Otherwise) : Expression(Position);

/// <summary><c>target.name</c>: an attribute, else an element.</summary>
internal sealed record AttributeExpression(int Position, Expression Target, string Name) : Expression(Position);

/// <summary><c>target[key]</c>: an element, else an attribute.</summary>
internal sealed record ElementExpression(int Position, Expression Target, Expression Key) : Expression(Position);

internal sealed record SliceExpression(int Position, Expression Target, Expression? Start, Expression? Stop, Expression? Step) : Expression(Position);

/// <summary>The arguments written at a call, filter or test.</summary>
internal sealed record ArgumentList(
    IReadOnlyList<Expression> Positional,
    IReadOnlyList<KeyValuePair<string, Expression>> Named,
    Expression? Unpacked = null,
    Expression? UnpackedNamed = null)
{
    public static readonly ArgumentList None = new([], []);
}

internal sealed record CallExpression(int Position, Expression Target, ArgumentList Arguments) : Expression(Position);

/// <summary><c>target | name(arguments)</c>; without a target it filters the text of a block.</summary>
internal sealed record FilterExpression(int Position, Expression? Target, string Name, Function? Filter, ArgumentList Arguments) : Expression(Position);

/// <summary><c>target is name(arguments)</c>.</summary>
internal sealed record TestExpression(int Position, Expression Target, string Name, Function? Test, ArgumentList Arguments) : Expression(Position);
