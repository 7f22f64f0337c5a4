namespace AdaptiveProvider.Training.Generation.Arithmetic;

/// <summary>One of the four basic calculations.</summary>
public enum Operation
{
    /// <summary>a + b.</summary>
    Plus,

    /// <summary>a - b, never below zero.</summary>
    Minus,

    /// <summary>a × b.</summary>
    Times,

    /// <summary>a ÷ b without remainder.</summary>
    DividedBy,
}
