using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>The scripted model and the requests that most tests share.</summary>
internal static class Scripted
{
    public const int VocabularySize = 97;

    /// <summary>Four stages of two layers, with an exit after each.</summary>
    public static ScriptedModel Model { get; } = new(StageLayout.Uniform(8, 2), VocabularySize);

    /// <summary>One layer, two shared layers in three loops that a gate may end, one layer.</summary>
    public static ScriptedModel Recursive { get; } = new(
        new StageLayout([new(0, 1), new(1, 2, Loops: 3, KvPolicy.PerLoop, ExitKind.Gate), new(3, 1)]),
        VocabularySize);

    /// <summary>One layer, two shared layers in three loops that a router may end, one layer.</summary>
    public static ScriptedModel Routed { get; } = new(
        new StageLayout([new(0, 1, Exit: ExitKind.None), new(1, 2, Loops: 3, KvPolicy.RecursionWise, ExitKind.Router), new(3, 1)]),
        VocabularySize);

    public static GenerationRequest Request(int[] prompt, int? outputMax = 8, int? exitPass = null)
        => new() { PromptTokens = prompt, MaxOutputTokens = outputMax, ExitPass = exitPass };

    /// <summary>Prompt tokens that no other call with another start shares.</summary>
    public static int[] Prompt(int start, int length) => [.. Enumerable.Range(0, length).Select(i => (start + (i * 7)) % VocabularySize)];

    public static int[] Ids(this IEnumerable<TokenEvent> tokens) => [.. tokens.Select(token => token.Token)];

    /// <summary>The reference reply's ids.</summary>
    public static int[] Expected(this ScriptedModel model, GenerationRequest request, int outputMax = 8)
        => model.Generate(request, request.MaxOutputTokens ?? outputMax).Ids();
}
