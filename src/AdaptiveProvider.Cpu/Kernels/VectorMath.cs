namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>
/// Everything on vectors that is not a matrix product, for one instruction tier. Lengths need not be multiples of anything; pointers need no
/// alignment; in-place use is allowed where source and destination have the same type.
/// </summary>
internal abstract unsafe class VectorMath
{
    /// <summary>Bytes of one element.</summary>
    public static int ElementBytes(ElementType type) => type == ElementType.F32 ? sizeof(float) : sizeof(ushort);

    /// <summary>Sum of left * right.</summary>
    public abstract float Dot(float* left, float* right, int count);

    /// <summary>Sum of the elements.</summary>
    public abstract float Sum(float* source, int count);

    /// <summary>The largest element; negative infinity for none.</summary>
    public abstract float Max(float* source, int count);

    /// <summary>The largest magnitude; not-a-number when an element is.</summary>
    public abstract float MaxMagnitude(float* source, int count);

    /// <summary>Index of the largest element, the first of equals; 0 when none compares.</summary>
    public abstract int ArgMax(float* source, int count);

    /// <summary>destination += source.</summary>
    public abstract void Add(float* source, float* destination, int count);

    /// <summary>destination *= factor.</summary>
    public abstract void Scale(float factor, float* destination, int count);

    /// <summary>destination += factor * source.</summary>
    public abstract void MultiplyAdd(float factor, float* source, float* destination, int count);

    /// <summary>destination = e^(source - shift), and the sum of the results.</summary>
    public abstract float ExpShifted(float* source, float shift, float* destination, int count);

    /// <summary>destination = silu(gate) * up.</summary>
    public abstract void GateSilu(float* gate, float* up, float* destination, int count);

    /// <summary>destination = gelu(gate) * up with the tanh approximation.</summary>
    public abstract void GateGelu(float* gate, float* up, float* destination, int count);

    /// <summary>destination = gain * source / rms(source); returns the largest magnitude, not-a-number when an element is.</summary>
    /// <param name="source">[count]</param>
    /// <param name="gain">[count]</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="count">Elements.</param>
    /// <param name="destination">[count]</param>
    public abstract float RmsNorm(float* source, float* gain, float epsilon, int count, float* destination);

    /// <summary>Rotates the pairs (i, i + half) of one head: first * cos - second * sin, second * cos + first * sin.</summary>
    /// <param name="head">[2 * half], changed in place.</param>
    /// <param name="cos">[half]</param>
    /// <param name="sin">[half]</param>
    /// <param name="half">Half of the rotated dimensions.</param>
    public abstract void RotateHalves(float* head, float* cos, float* sin, int half);

    /// <summary>destination = source * inverse rounded to the nearest integers; the products fit 16 bits.</summary>
    public abstract void Quantize(float* source, float inverse, int count, short* destination);

    /// <summary>Stores singles as elements of a type, ties to even.</summary>
    public abstract void Narrow(float* source, ElementType type, void* destination, int count);

    /// <summary>Reads elements of a type as singles.</summary>
    public abstract void Widen(void* source, ElementType type, float* destination, int count);

    /// <summary>scores[i] = scale * query · keys[i], one key after another.</summary>
    /// <param name="query">[count]</param>
    /// <param name="keys">[positions, count] with the stride given.</param>
    /// <param name="type">Type of the keys.</param>
    /// <param name="strideBytes">Bytes from one key to the next.</param>
    /// <param name="positions">Keys.</param>
    /// <param name="count">Elements of a key.</param>
    /// <param name="scale">Factor of every score.</param>
    /// <param name="scores">[positions]</param>
    public abstract void Scores(float* query, void* keys, ElementType type, nint strideBytes, int positions, int count, float scale, float* scores);

    /// <summary>destination += sum of weights[i] * values[i], in order of the positions.</summary>
    /// <param name="weights">[positions]</param>
    /// <param name="values">[positions, count] with the stride given.</param>
    /// <param name="type">Type of the values.</param>
    /// <param name="strideBytes">Bytes from one value to the next.</param>
    /// <param name="positions">Values.</param>
    /// <param name="count">Elements of a value.</param>
    /// <param name="destination">[count]</param>
    public abstract void WeightedSum(float* weights, void* values, ElementType type, nint strideBytes, int positions, int count, float* destination);
}
