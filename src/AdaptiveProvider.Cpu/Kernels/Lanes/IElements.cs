namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>Reads and writes vectors of a stored element type.</summary>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal unsafe interface IElements<TVector>
    where TVector : struct
{
    /// <summary>Bytes of one element.</summary>
    static abstract int Bytes { get; }

    /// <summary>Widens a vector of consecutive elements.</summary>
    static abstract TVector Load(byte* source);

    /// <summary>Narrows a vector to consecutive elements, ties to even.</summary>
    static abstract void Store(TVector value, byte* destination);
}
