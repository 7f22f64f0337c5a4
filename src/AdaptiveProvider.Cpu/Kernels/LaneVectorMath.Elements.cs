using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <content>Conversions of stored element types.</content>
internal sealed unsafe partial class LaneVectorMath<TFloat, TVector>
{
    public override void Narrow(float* source, ElementType type, void* destination, int count)
    {
        switch (type)
        {
            case ElementType.F32:
                Narrow<SingleElements<TFloat, TVector>>(source, (byte*)destination, count);
                break;
            case ElementType.BF16:
                Narrow<BFloat16Elements<TFloat, TVector>>(source, (byte*)destination, count);
                break;
            default:
                Narrow<HalfElements<TFloat, TVector>>(source, (byte*)destination, count);
                break;
        }
    }

    public override void Widen(void* source, ElementType type, float* destination, int count)
    {
        switch (type)
        {
            case ElementType.F32:
                Widen<SingleElements<TFloat, TVector>>((byte*)source, destination, count);
                break;
            case ElementType.BF16:
                Widen<BFloat16Elements<TFloat, TVector>>((byte*)source, destination, count);
                break;
            default:
                Widen<HalfElements<TFloat, TVector>>((byte*)source, destination, count);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TElements>(float* source, byte* destination, int count)
        where TElements : struct, IElements<TVector>
    {
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            TElements.Store(TFloat.Load(source + i), destination + ((nint)i * TElements.Bytes));
        }

        if (i < count)
        {
            byte* padded = stackalloc byte[TFloat.Count * TElements.Bytes];
            TElements.Store(LoadPart(source + i, count - i), padded);
            int bytes = (count - i) * TElements.Bytes;
            new Span<byte>(padded, bytes).CopyTo(new Span<byte>(destination + ((nint)i * TElements.Bytes), bytes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen<TElements>(byte* source, float* destination, int count)
        where TElements : struct, IElements<TVector>
    {
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            TFloat.Store(TElements.Load(source + ((nint)i * TElements.Bytes)), destination + i);
        }

        if (i < count)
        {
            byte* padded = stackalloc byte[TFloat.Count * TElements.Bytes];
            int bytes = (count - i) * TElements.Bytes;
            new Span<byte>(padded, TFloat.Count * TElements.Bytes).Clear();
            new Span<byte>(source + ((nint)i * TElements.Bytes), bytes).CopyTo(new Span<byte>(padded, bytes));
            StorePart(TElements.Load(padded), destination + i, count - i);
        }
    }
}
