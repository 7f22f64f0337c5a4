using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>Which functions a reply may call, and whether it must.</summary>
/// <param name="Functions">What the model is told of; at least one.</param>
/// <param name="Required">Functions of which the reply must call one; empty where it need not call.</param>
/// <param name="AllowsSeveral">The reply may hold more than one call.</param>
internal sealed record ToolPlan(ImmutableArray<AIFunctionDeclaration> Functions, ImmutableArray<AIFunctionDeclaration> Required, bool AllowsSeveral)
{
    /// <summary>The plan of a call's options; null where no function is to be called. Tools that are no functions are ignored, as other providers do.</summary>
    /// <exception cref="ArgumentException">A function is required that is not there.</exception>
    public static ToolPlan? Of(ChatOptions options)
    {
        ImmutableArray<AIFunctionDeclaration> functions = options.ToolMode is NoneChatToolMode || options.Tools is null
            ? []
            : [.. options.Tools.OfType<AIFunctionDeclaration>().DistinctBy(function => function.Name)];
        var required = RequiredOf(options.ToolMode, functions);
        return functions.IsEmpty ? null : new ToolPlan(functions, required, options.AllowMultipleToolCalls != false);
    }

    private static ImmutableArray<AIFunctionDeclaration> RequiredOf(ChatToolMode? mode, ImmutableArray<AIFunctionDeclaration> functions)
    {
        if (mode is not RequiredChatToolMode required)
        {
            return [];
        }

        ImmutableArray<AIFunctionDeclaration> candidates = required.RequiredFunctionName is { } name ? [.. functions.Where(function => function.Name == name)] : functions;
        return candidates.IsEmpty
            ? throw new ArgumentException(
                required.RequiredFunctionName is { } missing
                    ? $"ChatOptions.ToolMode requires the function '{missing}', which is not among ChatOptions.Tools."
                    : "ChatOptions.ToolMode requires a call, and ChatOptions.Tools holds no function.",
                nameof(mode))
            : candidates;
    }
}
