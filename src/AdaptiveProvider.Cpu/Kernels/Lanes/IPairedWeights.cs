namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>Reads floating-point weights of two consecutive inputs for two vectors of outputs.</summary>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal unsafe interface IPairedWeights<TVector>
    where TVector : struct
{
    /// <summary>Bytes from the weights of one pair of inputs to those of the next in a tile.</summary>
    static abstract int PairBytes { get; }

    /// <summary>Bytes from one output to the next within the weights of a pair of inputs.</summary>
    static abstract int OutputBytes { get; }

    /// <summary>Widens the weights of the even input and of the odd input.</summary>
    static abstract void Load(byte* weights, out TVector even0, out TVector even1, out TVector odd0, out TVector odd1);
}
