namespace AdaptiveProvider.Models.Configuration;

/// <summary>What a looped stage does around its layers.</summary>
/// <remarks>
/// Ouro (2510.25741): h ← norm(layers(h)) in every loop, and a gate reads each normed h. Huginn (2502.05171): with e the stage's input and s₀ a
/// start state, s ← layers(W [s; e]) in every loop, then norm(s) once before the tail. The norm is the final norm in both.
/// </remarks>
public sealed record LoopSpec
{
    /// <summary>Index of the looped stage in the layout.</summary>
    public required int Stage { get; init; }

    /// <summary>The final norm ends every loop: the normed state goes into the next one, and to the head without another norm.</summary>
    public bool NormsEveryLoop { get; init; }

    /// <summary>The final norm stands once more between the last loop and the tail.</summary>
    public bool NormsBeforeTail { get; init; }

    /// <summary>The state that the loops start from, where every loop is given the stage's input beside its state; null where they start from the input.</summary>
    public StartState? Start { get; init; }

    /// <summary>A gate gives a hazard of leaving after each loop, sigmoid(w · h + b) on the state after the loop, 0 to 1.</summary>
    public bool HasGate { get; init; }

    /// <summary>
    /// The model's own q, 0 to 1: a token leaves after the first loop at which the accumulated hazard, c ← c + hazard · (1 − c), reaches it. 1 takes every loop.
    /// </summary>
    public float ExitThreshold { get; init; } = 1;
}
