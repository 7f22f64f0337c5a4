namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>A missing name, attribute or element: prints as nothing, but any other use of it fails with its message.</summary>
internal sealed class UndefinedValue(string message) : Value
{
    public override string TypeName => "Undefined";

    public override bool IsTrue => false;

    public TemplateFault Fault() => new(message);

    public static UndefinedValue Name(string name) => new($"'{name}' is undefined");

    public static UndefinedValue Attribute(Value target, string name)
        => new($"{Describe(target)} has no attribute {PythonText.Quote(name)}");

    public static UndefinedValue Element(Value target, string key) => new($"{Describe(target)} has no element {key}");

    /// <summary>A method that changes its object, which the sandbox of chat templates withholds.</summary>
    public static UndefinedValue Unsafe(Value target, string name)
        => new($"access to attribute '{name}' of '{target.TypeName}' object is unsafe.");

    private static string Describe(Value target) => target is NoneValue ? "'None'" : $"'{target.TypeName} object'";
}
