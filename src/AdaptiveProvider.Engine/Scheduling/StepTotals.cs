namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Sums over all steps of an engine.</summary>
internal struct StepTotals
{
    public long Steps;
    public long Rows;
    public long Retries;
    public TimeSpan Execution;
    public TimeSpan Overhead;
}
