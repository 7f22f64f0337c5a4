namespace AdaptiveProvider.Training.Generation.Text;

/// <summary>Numbers in words, from zero to one hundred.</summary>
public static class NumberWords
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>The number in words.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0 or above 100.</exception>
    public static string Of(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 100);
        return number switch
        {
            100 => "one hundred",
            < 20 => Small[number],
            _ when number % 10 == 0 => Tens[number / 10],
            _ => $"{Tens[number / 10]}-{Small[number % 10]}",
        };
    }
}
