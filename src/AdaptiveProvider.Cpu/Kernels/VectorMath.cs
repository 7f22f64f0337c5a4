namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>
/// What layers do to single rows, for one instruction tier. Lengths need not be multiples of anything; pointers need no alignment; source and
/// destination may be the same where they have the same type.
/// </summary>
internal abstract unsafe class VectorMath
{
    /// <summary>Bytes of one element.</summary>
    public static int ElementBytes(ElementType type) => type == ElementType.F32 ? sizeof(float) : sizeof(ushort);

    /// <summary>Sum of left * right.</summary>
    public abstract float Dot(float* left, float* right, int count);

    /// <summary>The largest magnitude; not-a-number when an element is.</summary>
    public abstract float MaxMagnitude(float* source, int count);

    /// <summary>destination *= factor.</summary>
    public abstract void Scale(float factor, float* destination, int count);

    /// <summary>destination += factor * source.</summary>
    public abstract void AddScaled(float factor, float* source, float* destination, int count);

    /// <summary>destination += factor * (source - destination).</summary>
    public abstract void Interpolate(float factor, float* source, float* destination, int count);

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

    /// <summary>destination = source * inverse rounded to the nearest integers, ties to even; the products fit 16 bits.</summary>
    public abstract void Quantize(float* source, float inverse, int count, short* destination);

    /// <summary>Stores singles as elements of a type, ties to even.</summary>
    public abstract void Narrow(float* source, ElementType type, void* destination, int count);

    /// <summary>Reads elements of a type as singles.</summary>
    public abstract void Widen(void* source, ElementType type, float* destination, int count);
}
