namespace AdaptiveProvider.Engine.Requests;

/// <summary>Where a request is on its way. Prefill and decode are no statuses: the counters say what is left to compute.</summary>
public enum RequestStatus
{
    /// <summary>In line for a slot.</summary>
    Waiting,

    /// <summary>Holds a slot and takes part in steps.</summary>
    Running,

    /// <summary>Holds a slot but pauses until its reader makes room.</summary>
    Parked,

    /// <summary>Ended; holds nothing.</summary>
    Finished,
}
