namespace AdaptiveProvider.Cpu.Execution;

/// <summary>One worker's consecutive part of some rows.</summary>
/// <param name="First">First row.</param>
/// <param name="End">One past the last row.</param>
internal readonly record struct Share(int First, int End)
{
    /// <summary>Cuts rows into one part per worker, at multiples of a block.</summary>
    public static Share Of(int worker, int workers, int rows, int block = 1)
    {
        int blocks = (rows + block - 1) / block;
        return new Share(
            Math.Min(rows, (int)((long)blocks * worker / workers) * block), Math.Min(rows, (int)((long)blocks * (worker + 1) / workers) * block));
    }
}
