using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

/// <summary>A machine whose steps cost what they are made of, in seconds.</summary>
internal sealed record SimulatedMachine(double Base, double PerLayerPass, double PerLayerRow, double PerHeadPass, double PerHeadRow)
{
    public double Seconds(StepWork work)
        => Base + (PerLayerPass * work.LayerPasses) + (PerLayerRow * work.LayerRows) + (PerHeadPass * work.HeadPasses) + (PerHeadRow * work.HeadRows);
}
