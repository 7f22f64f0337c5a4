namespace AdaptiveProvider.Testing.Executors;

/// <summary>One rule of adaptive depth that an executor breaks.</summary>
public enum DepthFlaw
{
    /// <summary>What it measures is off.</summary>
    ShiftsScores,

    /// <summary>Rows that leave early go to the head at once, and are reported as if they had taken the tail.</summary>
    DropsTails,

    /// <summary>The model's own threshold decides whatever was asked.</summary>
    IgnoresRouterThreshold,

    /// <summary>Deeper passes start from the states of other tokens.</summary>
    KeepsStaleStates,

    /// <summary>Keys and values of tokens that left early are not written.</summary>
    SkipsCopies,

    /// <summary>Whatever was drafted stands.</summary>
    AcceptsDrafts,
}
