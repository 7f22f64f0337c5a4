namespace AdaptiveProvider.Server.Metrics;

/// <summary>What an instrument's measurements add up to.</summary>
internal enum InstrumentKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>How many measurements were at most so large.</summary>
    Histogram,
}
