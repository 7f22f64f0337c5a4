namespace AdaptiveProvider.Engine.Execution;

/// <summary>Which rows of a work item go through the final norm and head.</summary>
public enum HeadRows
{
    /// <summary>None: the rows only fill the cache.</summary>
    None,

    /// <summary>The last row: decoding, or the end of a prompt.</summary>
    Last,

    /// <summary>Every row: verifying drafts.</summary>
    All,
}
