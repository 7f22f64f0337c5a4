namespace AdaptiveProvider.Completion;

/// <summary>Lets the reader of a completion end it behind the update it has just read, and still be told what it cost.</summary>
internal sealed class EarlyEnd
{
    /// <summary>True once the completion is to end.</summary>
    public bool IsWanted { get; set; }
}
