using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>One tiny model per shape of depth, with few tokens, so that exits and drafts often agree with full depth.</summary>
public static class DepthModels
{
    private const int Vocabulary = 12;

    /// <summary>
    /// Exits at every stage; at every loop; at every loop of every stage, with keys of every loop or of the first; through a tail, with keys of every loop, low-rank pairs and own vectors, or of the
    /// first loop; routers with keys of the rows that took the loop, or of the first loop; Ouro's gate; Huginn's latent difference.
    /// </summary>
    public static TheoryData<string> Names =>
    [
        "llama-tied-gqa",
        "recursive-cycle",
        "recursive-sequence",
        "recursive-middle-sequence",
        "relaxed-own-vectors",
        "recursive-middle-cycle-shared-first",
        "mor-expert-interpolate",
        "cycle shared_first interpolate kind: expert_choice, decision: auxiliary, offset: 0.25, scale: 0.5",
        "ouro",
        "huginn",
    ];

    /// <summary>Those whose router has a threshold.</summary>
    public static TheoryData<string> RoutedNames =>
    [
        "mor-expert-interpolate",
        "cycle shared_first interpolate kind: expert_choice, decision: auxiliary, offset: 0.25, scale: 0.5",
    ];

    /// <summary>Opens a model with an executor.</summary>
    /// <param name="kind">The executor.</param>
    /// <param name="name">One of the tiny models.</param>
    /// <param name="options">What is asked of it.</param>
    /// <param name="wrap">Changes what the executor does, to show that a test notices.</param>
    public static TinyExecutor Open(IExecutorKind kind, string name, TestExecutorOptions? options = null, Func<IModelExecutor, IModelExecutor>? wrap = null)
    {
        try
        {
            return new TinyExecutor(
                TinyModels.Get(name) with { Vocabulary = Vocabulary },
                (spec, weights) => kind.Load(spec, weights, (options ?? new TestExecutorOptions()) with { Threads = 1 }) is var executor && wrap is not null ? wrap(executor) : executor,
                WithExits);
        }
        catch (ModelFormatException refused)
        {
            throw new SkipException(refused.Message);
        }
    }

    // Checkpoints that were not trained to leave between loops offer no exit there; the mechanics are the same.
    private static ModelSpec WithExits(ModelSpec spec) => spec with
    {
        Layout = new StageLayout(spec.Layout.Stages.Select(stage => stage is { Loops: > 1, Exit: ExitKind.None } ? stage with { Exit = ExitKind.Head } : stage)),
    };
}
