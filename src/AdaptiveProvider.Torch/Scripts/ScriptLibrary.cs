using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Scripts;

/// <summary>The compiled scripts, once per process.</summary>
internal static class ScriptLibrary
{
    private static readonly Lazy<jit.CompilationUnit> PortableUnit = new(() => jit.compile(ScriptSources.Portable));
    private static readonly Lazy<jit.CompilationUnit> FlashUnit = new(() => jit.compile(ScriptSources.WithFlash));

    /// <summary>What every device runs.</summary>
    public static jit.CompilationUnit Portable => PortableUnit.Value;

    /// <summary>The same with flash attention.</summary>
    public static jit.CompilationUnit WithFlash => FlashUnit.Value;
}
