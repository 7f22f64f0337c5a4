namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>A node of the syntax tree that is executed; the position is its offset in the source.</summary>
internal abstract record Statement(int Position);

internal sealed record TextStatement(int Position, string Text) : Statement(Position);

internal sealed record OutputStatement(int Position, Expression Value) : Statement(Position);

/// <summary>The first branch whose test holds, else the last body.</summary>
internal sealed record IfStatement(int Position, IReadOnlyList<(Expression Test, IReadOnlyList<Statement> Body)> Branches, IReadOnlyList<Statement> Otherwise)
    : Statement(Position);

internal sealed record ForStatement(
    int Position,
    AssignmentTarget Target,
    Expression Source,
    Expression? Condition,
    bool IsRecursive,
    IReadOnlyList<Statement> Body,
    IReadOnlyList<Statement> Otherwise) : Statement(Position);

/// <summary><c>break</c> or <c>continue</c>.</summary>
internal sealed record JumpStatement(int Position, bool IsBreak) : Statement(Position);

/// <summary><c>set target = value</c>.</summary>
internal sealed record SetStatement(int Position, AssignmentTarget Target, Expression Value) : Statement(Position);

/// <summary><c>set target | filters</c> … <c>endset</c>.</summary>
internal sealed record SetBlockStatement(int Position, AssignmentTarget Target, FilterExpression? Filters, IReadOnlyList<Statement> Body) : Statement(Position);

internal sealed record FilterStatement(int Position, FilterExpression Filters, IReadOnlyList<Statement> Body) : Statement(Position);

/// <summary><c>with</c> and <c>generation</c> blocks: a body with variables of its own.</summary>
internal sealed record ScopeStatement(int Position, IReadOnlyList<(AssignmentTarget Target, Expression Value)> Assignments, IReadOnlyList<Statement> Body)
    : Statement(Position);

internal sealed record MacroStatement(int Position, MacroDefinition Macro) : Statement(Position);

/// <summary>Calls a macro with the body as its <c>caller()</c>.</summary>
internal sealed record CallStatement(int Position, CallExpression Call, MacroDefinition Caller) : Statement(Position);

/// <summary>A named or anonymous piece of template with parameters; the last parameters may have defaults.</summary>
internal sealed record MacroDefinition(
    string Name,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<Expression> Defaults,
    IReadOnlyList<Statement> Body,
    bool UsesExtraPositional,
    bool UsesExtraNamed,
    bool UsesCaller);

/// <summary>Where a value goes: a name, an attribute of a namespace, or a tuple of such.</summary>
internal sealed record AssignmentTarget(int Position, string Name, string? Attribute = null, IReadOnlyList<AssignmentTarget>? Parts = null);
