using System.Globalization;
using AdaptiveProvider.Training.Architecture;

namespace AdaptiveProvider.Training.Recipes.PaperTable;

/// <summary>One row of the comparison: an architecture.</summary>
/// <param name="Name">For folders and tables, such as <c>mor-expert-3-shared_first</c>.</param>
/// <param name="Architecture">The model.</param>
public sealed record PaperTableVariant(string Name, ArchitectureConfiguration Architecture)
{
    // 8 layers: with a first and a last layer of their own, both 2 and 3 loops divide the 6 between them (Mixture-of-Recursions, table 3).
    private const int Depth = 8;

    /// <summary>True for a model that spends less than full depth on a token in training.</summary>
    public bool IsRouted => Architecture.Router is not null;

    /// <summary>Vanilla first, then recursive, then routed models.</summary>
    /// <param name="options">Widths and lengths.</param>
    /// <param name="vocabularySize">Tokens of the tokenizer.</param>
    public static IReadOnlyList<PaperTableVariant> All(PaperTableOptions options, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(options);
        var vanilla = Vanilla(options, vocabularySize);
        var variants = new List<PaperTableVariant> { new("vanilla", vanilla) };
        int[] loops = [2, 3];
        variants.AddRange(loops.Select(count => new PaperTableVariant($"recursive-{count}", Recursive(vanilla, count))));
        variants.AddRange(
            from kind in (RouterKind[])[RouterKind.ExpertChoice, RouterKind.TokenChoice]
            from count in loops
            from kv in (LoopKv[])[LoopKv.RecursionWise, LoopKv.SharedFirst]
            select Routed(vanilla, kind, count, kv));
        return variants;
    }

    private static ArchitectureConfiguration Vanilla(PaperTableOptions options, int vocabularySize) => ModelWidth.Apply(
        new ArchitectureConfiguration
        {
            VocabularySize = vocabularySize,
            HiddenSize = 0,
            IntermediateSize = 0,
            HeadCount = 0,
            KvHeadCount = 0,
            ContextLength = options.SequenceLength,
            LayersPerLoop = Depth,
        },
        options.HiddenSize);

    private static ArchitectureConfiguration Recursive(ArchitectureConfiguration vanilla, int loops)
        => vanilla with { Sharing = ParameterSharing.MiddleCycle, LayersPerLoop = (Depth - 2) / loops, Loops = loops };

    /// <summary>Published settings: gate 0.1 · sigmoid added to the state, capacities (loops − r) / loops; softmax and a gate of 1 for token choice.</summary>
    private static PaperTableVariant Routed(ArchitectureConfiguration vanilla, RouterKind kind, int loops, LoopKv kv)
    {
        bool isExpert = kind == RouterKind.ExpertChoice;
        var router = new RouterConfiguration
        {
            Kind = kind,
            Scale = isExpert ? 0.1 : 1,
            Capacities = isExpert ? [.. Enumerable.Range(0, loops).Select(loop => (double)(loops - loop) / loops)] : [],
        };
        string name = string.Create(CultureInfo.InvariantCulture, $"mor-{(isExpert ? "expert" : "token")}-{loops}-{(kv == LoopKv.RecursionWise ? "recursion_wise" : "shared_first")}");
        return new PaperTableVariant(name, Recursive(vanilla, loops) with { LoopKv = kv, Router = router });
    }
}
