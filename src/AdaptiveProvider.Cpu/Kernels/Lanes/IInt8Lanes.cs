namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>The integer operations of the int8 kernels, one implementation per instruction tier.</summary>
/// <typeparam name="TPairs">A vector of pairs: two inputs for each of <see cref="Count"/> outputs.</typeparam>
/// <typeparam name="TSums">A vector of 32-bit sums, one per output.</typeparam>
/// <typeparam name="TVector">A vector of singles, one per output.</typeparam>
internal unsafe interface IInt8Lanes<TPairs, TSums, TVector>
    where TPairs : struct
    where TSums : struct
    where TVector : struct
{
    /// <summary>Outputs per vector.</summary>
    static abstract int Count { get; }

    /// <summary>Widens the weights of two inputs for two vectors of outputs, the inputs of one output side by side.</summary>
    static abstract void LoadWeights(sbyte* source, out TPairs first, out TPairs second);

    /// <summary>Repeats two 16-bit activations for every output.</summary>
    static abstract TPairs BroadcastActivations(short* source);

    /// <summary>Product of the first inputs plus product of the second inputs, exactly.</summary>
    static abstract TSums MultiplyAddPairs(TPairs weights, TPairs activations);

    static abstract TSums Add(TSums left, TSums right);

    static abstract TVector ToSingle(TSums sums);
}
