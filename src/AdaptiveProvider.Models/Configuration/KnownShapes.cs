using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Configuration.Families;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>The sizes of published models by name, for measurements that need no checkpoint.</summary>
/// <remarks>
/// From the models' published configurations; a recursive one is nobody's, but of the same width and nearly the same depth. Rotary scaling, biases and per-head
/// norms are left out: they do not change the amount of work. Huginn's loops overwrite one plane, without which its cache would fit few machines.
/// </remarks>
public static class KnownShapes
{
    private static readonly ImmutableSortedDictionary<string, Shape> Shapes = new Dictionary<string, Shape>
    {
        ["smollm2-135m"] = new(576, 1536, 30, 9, 3, 64, 49152, 8192, 1e5),
        ["smollm2-135m-recursive"] = new(576, 1536, 11, 9, 3, 64, 49152, 8192, 1e5) { Loops = 3 },
        ["smollm2-360m"] = new(960, 2560, 32, 15, 5, 64, 49152, 8192, 1e5),
        ["smollm2-1.7b"] = new(2048, 8192, 24, 32, 32, 64, 49152, 8192, 1.3e5),
        ["llama-3.2-1b"] = new(2048, 8192, 16, 32, 8, 64, 128256, 131072, 5e5),
        ["llama-3.1-8b"] = new(4096, 14336, 32, 32, 8, 128, 128256, 131072, 5e5, TiedHead: false),
        ["llama-3.2-3b"] = new(3072, 8192, 28, 24, 8, 128, 128256, 131072, 5e5),
        ["qwen2.5-0.5b"] = new(896, 4864, 24, 14, 2, 64, 151936, 32768, 1e6),
        ["qwen2.5-1.5b"] = new(1536, 8960, 28, 12, 2, 128, 151936, 32768, 1e6),
        ["qwen3-0.6b"] = new(1024, 3072, 28, 16, 8, 128, 151936, 40960, 1e6),
        ["tinyllama-1.1b"] = new(2048, 5632, 22, 32, 4, 64, 32000, 2048, 1e4, TiedHead: false),
        ["ouro-1.4b"] = new(2048, 5632, 24, 16, 16, 128, 49152, 65536, 1e6, TiedHead: false, Ouro),
        ["ouro-2.6b"] = new(2048, 5632, 48, 16, 16, 128, 49152, 65536, 1e6, TiedHead: false, Ouro),
        ["huginn-3.5b"] = new(5280, 17920, 8, 55, 55, 96, 65536, 4096, 5e4, TiedHead: true, Huginn),
    }.ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, in alphabetical order.</summary>
    public static IEnumerable<string> Names => Shapes.Keys;

    /// <summary>The specification of a named shape, with an exit after every layer, or after every loop of a recursive or looped one.</summary>
    /// <param name="name">One of <see cref="Names"/>, in any case.</param>
    /// <exception cref="ArgumentException">There is no such shape; the message lists them.</exception>
    public static ModelSpec Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Shapes.TryGetValue(name, out var shape))
        {
            throw new ArgumentException($"There is no shape '{name}'. Known shapes: {string.Join(", ", Names)}.", nameof(name));
        }

        var spec = new ModelSpec
        {
            Architecture = name,
            HiddenSize = shape.HiddenSize,
            IntermediateSize = shape.IntermediateSize,
            HeadCount = shape.HeadCount,
            KvHeadCount = shape.KvHeadCount,
            HeadDim = shape.HeadDim,
            VocabularySize = shape.VocabularySize,
            ContextLength = shape.ContextLength,
            NormEpsilon = 1e-5f,
            RotaryFrequencies = [.. from i in Enumerable.Range(0, shape.HeadDim / 2) select (float)Math.Pow(shape.RotaryBase, -2.0 * i / shape.HeadDim)],
            Layers = [.. Enumerable.Repeat(new LayerSpec(UsesRotary: true), shape.LayerCount)],
            TiedHead = shape.TiedHead,
            Layout = shape.Loops == 1 ? StageLayout.Uniform(shape.LayerCount, 1) : MiddleCycle(shape.LayerCount, shape.Loops),
        };
        return shape.Looped is null ? spec : shape.Looped(spec);
    }

    // A first and a last layer of their own, between them the others loop after loop (Mixture-of-Recursions, 2507.10524, table 1).
    private static StageLayout MiddleCycle(int layerCount, int loops) => new(
    [
        new Stage(0, 1, Exit: ExitKind.None),
        new Stage(1, layerCount - 2, loops),
        new Stage(layerCount - 1, 1),
    ]);

    private static ModelSpec Ouro(ModelSpec spec) => OuroFamily.Looped(spec, 4, KvPolicy.PerLoop);

    private static ModelSpec Huginn(ModelSpec spec)
        => HuginnFields.Looped(spec, prelude: 2, core: 4, coda: 2, loops: 32, KvPolicy.SingleOverwritten, scale: Math.Sqrt(spec.HiddenSize), deviation: Math.Sqrt(0.4), seed: 0);

    private sealed record Shape(
        int HiddenSize, int IntermediateSize, int LayerCount, int HeadCount, int KvHeadCount, int HeadDim, int VocabularySize, int ContextLength, double RotaryBase, bool TiedHead = true,
        Func<ModelSpec, ModelSpec>? Looped = null)
    {
        /// <summary>How often the layers between the first and the last are applied.</summary>
        public int Loops { get; init; } = 1;
    }
}
