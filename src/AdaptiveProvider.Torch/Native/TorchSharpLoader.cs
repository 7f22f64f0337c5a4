using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Makes TorchSharp use the libraries that were loaded, and search for none itself.</summary>
/// <remarks>
/// NOTE: two copies of libtorch in one process end it ("Tried to register multiple backend fallbacks"). TorchSharp loads torch_cpu by name, already in its
/// static constructor, which is why an application that carries another copy is refused before. Afterwards its imports are resolved to the loaded
/// library, and its record of what is loaded, a private field, says that all is, so that it searches for nothing more.
/// </remarks>
internal static class TorchSharpLoader
{
    private static readonly string[] Flags = ["nativeBackendLoaded", "nativeBackendCudaLoaded"];
    private static nint _binding;

    /// <summary>Hands over the loaded library.</summary>
    /// <param name="binding">The handle of TorchSharp's own library.</param>
    /// <exception cref="TorchRuntimeException">This TorchSharp keeps its record elsewhere, and would load a second libtorch.</exception>
    public static void Attach(nint binding)
    {
        if (Interlocked.Exchange(ref _binding, binding) == 0)
        {
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == LibraryNames.BindingImport ? _binding : 0);
        }

        // The flag for CUDA too, where there is none: TorchSharp would search the package folder for it each time it is asked for devices.
        foreach (string flag in Flags)
        {
            var field = typeof(torch).GetField(flag, BindingFlags.NonPublic | BindingFlags.Static);
            if (field?.FieldType != typeof(bool))
            {
                throw new TorchRuntimeException(
                    $"TorchSharp {typeof(torch).Assembly.GetName().Version} is not the version that this library was made for, and may load a second libtorch, which would end the process.",
                    "Use TorchSharp 0.107.0.", []);
            }

            field.SetValue(null, true);
        }
    }
}
