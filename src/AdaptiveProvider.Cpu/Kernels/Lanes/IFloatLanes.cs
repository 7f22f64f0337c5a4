namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>
/// The operations on single-precision vectors that kernels need, one implementation per instruction tier. A kernel is written once,
/// generic over this, and the runtime compiles it for each tier with everything inlined.
/// </summary>
/// <typeparam name="TVector">The vector type.</typeparam>
internal unsafe interface IFloatLanes<TVector>
    where TVector : struct
{
    /// <summary>Elements per vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* destination);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left * right + addend, fused where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The larger of each pair; where <paramref name="right"/> is not a number, so is the result.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>The smaller of each pair; where <paramref name="right"/> is not a number, so is the result.</summary>
    static abstract TVector Min(TVector left, TVector right);

    /// <summary>The larger of a non-negative number and a magnitude, for each pair; not-a-number counts as the largest.</summary>
    static abstract TVector MaxMagnitude(TVector left, TVector right);

    /// <summary>Sum of the elements in a fixed order.</summary>
    static abstract float Sum(TVector value);

    /// <summary>The largest element.</summary>
    static abstract float HorizontalMax(TVector value);

    /// <summary>The largest of non-negative elements, not-a-number counting as the largest.</summary>
    static abstract float HorizontalMaxMagnitude(TVector value);

    /// <summary>Nearest whole numbers, ties to even.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>value * 2^exponent for whole exponents that keep the result a normal number.</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector value, TVector exponent);

    /// <summary>Keeps the elements of <paramref name="value"/> where <paramref name="left"/> is not below <paramref name="right"/>; zero elsewhere.</summary>
    static abstract TVector ZeroWhereLess(TVector left, TVector right, TVector value);

    /// <summary>Rounds to 16-bit integers, ties to even; the values fit.</summary>
    static abstract void StoreInt16(TVector value, short* destination);

    /// <summary>Widens consecutive bfloat16 numbers.</summary>
    static abstract TVector LoadBFloat16(ushort* source);

    /// <summary>Widens pairs of bfloat16 numbers, the first and the second of each pair to a vector of their own.</summary>
    static abstract void LoadBFloat16Pairs(ushort* source, out TVector first, out TVector second);

    /// <summary>Narrows to bfloat16, ties to even.</summary>
    static abstract void StoreBFloat16(TVector value, ushort* destination);

    /// <summary>Widens consecutive half-precision numbers.</summary>
    static abstract TVector LoadHalf(ushort* source);

    /// <summary>Narrows to half precision, ties to even; what is too large becomes infinity.</summary>
    static abstract void StoreHalf(TVector value, ushort* destination);
}
