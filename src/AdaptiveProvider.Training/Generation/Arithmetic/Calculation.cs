namespace AdaptiveProvider.Training.Generation.Arithmetic;

/// <summary>Two whole numbers and what is done with them.</summary>
/// <param name="Left">The first number.</param>
/// <param name="Operation">What is done.</param>
/// <param name="Right">The second number.</param>
public readonly record struct Calculation(int Left, Operation Operation, int Right)
{
    /// <summary>What comes out.</summary>
    public int Result => Operation switch
    {
        Operation.Plus => Left + Right,
        Operation.Minus => Left - Right,
        Operation.Times => Left * Right,
        _ => Left / Right,
    };

    /// <summary>
    /// Whether the calculation is kept out of all generated documents, in both orders where the order does not matter: about one in thirteen of
    /// those with numbers above one. A model that answers them right has learned to calculate, not to remember.
    /// </summary>
    public bool IsHeldOut
    {
        get
        {
            (int small, int large) = Operation is Operation.Plus or Operation.Times ? (Math.Min(Left, Right), Math.Max(Left, Right)) : (Left, Right);
            return Left > 1 && Right > 1 && ((small * 7) + (large * 11) + ((int)Operation * 5)) % 13 == 3;
        }
    }

    /// <summary>The calculation and its result as a sentence: "3 plus 4 is 7."</summary>
    public string Sentence => $"{Left} {Word} {Right} is {Result}.";

    /// <summary>The operation as one says it.</summary>
    public string Word => Operation switch
    {
        Operation.Plus => "plus",
        Operation.Minus => "minus",
        Operation.Times => "times",
        _ => "divided by",
    };

    /// <summary>The operation as one writes it.</summary>
    public char Sign => Operation switch
    {
        Operation.Plus => '+',
        Operation.Minus => '-',
        Operation.Times => '*',
        _ => '/',
    };
}
