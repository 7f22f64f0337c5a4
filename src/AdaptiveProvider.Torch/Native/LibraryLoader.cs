using System.Runtime.InteropServices;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Loads the libraries of one libtorch folder by path, so that later loads by name find them.</summary>
internal sealed class LibraryLoader(string folder)
{
    private static readonly string[] CpuLibraries = ["c10", "torch_cpu"], CudaLibraries = ["c10_cuda", "torch_cuda"];

    /// <summary>Handle of torch_cpu.</summary>
    public nint TorchCpu { get; private set; }

    /// <summary>Handle of the library that reaches all symbols of libtorch.</summary>
    public nint Torch { get; private set; }

    /// <summary>True when the CUDA libraries are loaded.</summary>
    public bool HasCuda { get; private set; }

    /// <summary>Why the CUDA libraries of the folder could not be loaded; null when they could, or there are none.</summary>
    public string? CudaFailure { get; private set; }

    /// <summary>Loads libtorch, and its CUDA part where there is one.</summary>
    /// <exception cref="DllNotFoundException">A library cannot be loaded; the message is the system's.</exception>
    public void Load()
    {
        // The OpenMP library of a Python install or a package has a name of its own, and is found by path only.
        foreach (string file in Matching("libgomp*", "libiomp5*", "libomp*"))
        {
            TryLoad(file);
        }

        LoadAll(CpuLibraries);
        if (File.Exists(InFolder("torch_cuda")))
        {
            LoadCuda();
        }

        TorchCpu = NativeLibrary.Load(InFolder("torch_cpu"));
        Torch = File.Exists(InFolder("torch")) && NativeLibrary.TryLoad(InFolder("torch"), out nint torch) ? torch : TorchCpu;
    }

    private void LoadCuda()
    {
        try
        {
            LoadAll(CudaLibraries);
            HasCuda = true;
        }
        catch (DllNotFoundException failure)
        {
            CudaFailure = failure.Message;
        }
    }

    // A library finds its neighbours by itself where its own search path says so. Where that fails, all that lies beside it is loaded first.
    private void LoadAll(string[] names)
    {
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(InFolder(name), out _))
            {
                Preload();
                NativeLibrary.Load(InFolder(name));
            }
        }
    }

    // NVIDIA's libraries lie in the folder itself, or beside torch in a Python install: torch/lib, nvidia/*/lib.
    private void Preload()
    {
        List<string> waiting = [.. Matching("*cudart*", "*nvrtc*", "*nvJitLink*", "*cublas*", "*cudnn*", "*cufft*", "*curand*", "*cusparse*", "*cusolver*", "*cupti*", "*nccl*", "*cufile*", "*nvshmem*")];
        string packages = Path.GetFullPath(Path.Combine(folder, "..", "..", "nvidia"));
        if (Directory.Exists(packages))
        {
            waiting.AddRange(Directory.EnumerateDirectories(packages).Select(package => Path.Combine(package, "lib")).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Where(file => file.Contains(".so", StringComparison.Ordinal)));
        }

        // They need each other in an order that differs between versions: go round while another one loads.
        while (waiting.RemoveAll(TryLoad) > 0)
        {
        }
    }

    private IEnumerable<string> Matching(params string[] patterns)
        => patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Where(file => file.Contains(".so", StringComparison.Ordinal) || file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".dylib", StringComparison.Ordinal));

    private string InFolder(string name) => Path.Combine(folder, LibraryNames.File(name));

    private static bool TryLoad(string file) => NativeLibrary.TryLoad(file, out _);
}
