using AdaptiveProvider.Models.Templates.Library;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Rendering;

/// <summary>A value that a template can call.</summary>
internal interface ICallable
{
    Value Invoke(RenderContext context, Arguments arguments);
}

/// <summary>A built-in function, with the object it belongs to where it is a method.</summary>
internal sealed class FunctionValue(Function function, Value target) : Value, ICallable
{
    public override string TypeName => "builtin_function_or_method";

    public Value Invoke(RenderContext context, Arguments arguments) => function.Invoke(context, target, arguments);
}
