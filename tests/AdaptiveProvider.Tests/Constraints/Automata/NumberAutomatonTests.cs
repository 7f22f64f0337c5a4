using System.Globalization;
using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Tests.Constraints.Automata;

/// <summary>Numbers within random bounds, against comparing decimals.</summary>
public sealed class NumberAutomatonTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Build_RandomBounds_AcceptsExactlyTheNumbersWithin(int seed)
    {
        var random = new Random(seed);
        int accepted = 0, rejected = 0;
        for (int round = 0; round < 300; round++)
        {
            decimal? low = random.Next(4) == 0 ? null : Some(random), high = random.Next(4) == 0 ? null : Some(random);
            bool excludesLow = random.Next(2) == 0, excludesHigh = random.Next(2) == 0, isInteger = random.Next(2) == 0;
            decimal? multiple = random.Next(3) == 0 ? random.Next(1, 40) / (random.Next(2) == 0 ? 1m : 10m) : null;
            var automaton = new NumberAutomaton(Bound(low, excludesLow), Bound(high, excludesHigh), isInteger, multiple is null ? null : DecimalText.Parse(Text(multiple.Value))).Build();
            for (int i = 0; i < 200; i++)
            {
                decimal value = random.Next(3) switch { 0 => low ?? high ?? 0, 1 => high ?? low ?? 1, _ => Some(random) } + random.Next(-2, 3);
                string text = Text(value);
                bool isWithin = !(value < low) && !(value > high) && !(excludesLow && value == low) && !(excludesHigh && value == high)
                    && (!isInteger || !text.Contains('.')) && (multiple is null || value % multiple == 0);
                Assert.True(automaton.Accepts(text.Select(digit => (int)digit)) == isWithin, $"Seed {seed}: {text} in {low} {excludesLow} to {high} {excludesHigh}, integer {isInteger}, multiple of {multiple}");
                (accepted, rejected) = isWithin ? (accepted + 1, rejected) : (accepted, rejected + 1);
            }
        }

        Assert.True(accepted > 5000 && rejected > 5000, $"{accepted} accepted, {rejected} rejected");
    }

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("-2.50", "-2.5")]
    [InlineData("12.5e-3", "0.0125")]
    [InlineData("0.000", "0")]
    [InlineData("-0", "0")]
    [InlineData("1200e-2", "12")]
    [InlineData("1.5E+2", "150")]
    public void Parse_AnyNotation_GivesItsDigits(string json, string expected) => Assert.Equal(expected, DecimalText.Parse(json)!.ToString());

    [Theory]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("")]
    [InlineData("-01")]
    public void Build_Unbounded_RejectsWhatIsNoJsonNumber(string text)
        => Assert.False(new NumberAutomaton(null, null, isInteger: false, null).Build().Accepts(text.Select(digit => (int)digit)));

    [Theory]
    [InlineData("0")]
    [InlineData("-0.5e-9")]
    [InlineData("10E+1")]
    [InlineData("123456789012345678.12345678901234567")]
    public void Build_Unbounded_AcceptsJsonNumbers(string text)
        => Assert.True(new NumberAutomaton(null, null, isInteger: false, null).Build().Accepts(text.Select(digit => (int)digit)));

    [Fact]
    public void Build_BoundsInReverse_AcceptsNothing()
        => Assert.True(new NumberAutomaton(Bound(2, false), Bound(1.5m, false), isInteger: false, null).Build().IsEmpty);

    private static decimal Some(Random random) => random.Next(3) switch
    {
        0 => random.Next(-12, 13),
        1 => random.Next(-2000, 2000) / 100m,
        _ => random.Next(-200, 200) / 10m,
    };

    private static NumberBound? Bound(decimal? value, bool isExclusive) => value is null ? null : new NumberBound(DecimalText.Parse(Text(value.Value))!, isExclusive);

    private static string Text(decimal value)
    {
        string text = value.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') is var trimmed && trimmed is "-0" ? "0" : text.TrimEnd('0').TrimEnd('.') : text;
    }
}
