using System.Numerics;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>The first and the second inputs of some outputs, widened to 32 bits.</summary>
internal readonly struct PortablePairs(Vector<int> first, Vector<int> second)
{
    public readonly Vector<int> First = first;
    public readonly Vector<int> Second = second;
}
