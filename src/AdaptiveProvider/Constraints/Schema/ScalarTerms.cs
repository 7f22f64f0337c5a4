using System.Text;
using System.Text.Json;
using AdaptiveProvider.Constraints.Automata;
using AdaptiveProvider.Constraints.Grammar;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Writes down values without parts: what an enum names, null, true and false, numbers, texts.</summary>
internal static class ScalarTerms
{
    private static readonly Automaton AnyNumber = ByteAutomaton.Of(new NumberAutomaton(null, null, isInteger: false, null).Build(), escapes: false);
    private static readonly Automaton AnyInteger = ByteAutomaton.Of(new NumberAutomaton(null, null, isInteger: true, null).Build(), escapes: false);
    private static readonly LiteralTerm Quote = new("\"");

    /// <summary>null.</summary>
    public static Term Null { get; } = new LiteralTerm("null");

    /// <summary>true or false.</summary>
    public static Term Boolean { get; } = new AutomatonTerm(WordAutomaton.Of(["true"u8.ToArray(), "false"u8.ToArray()]));

    /// <summary>Some values, each as it is written without white space.</summary>
    public static Term Values(IEnumerable<JsonElement> values)
    {
        byte[][] words = [.. values.Select(JsonText.Of).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
        return words.Length == 1 ? new LiteralTerm(words[0]) : new AutomatonTerm(WordAutomaton.Of(words));
    }

    /// <summary>The numbers of a shape; null when there are none.</summary>
    public static Term? Number(Shape shape, AutomatonBudget budget)
    {
        bool isInteger = !shape.Types.HasFlag(JsonTypes.Fraction);
        if (shape is { Low: null, High: null, Multiples: [] })
        {
            return new AutomatonTerm(isInteger ? AnyInteger : AnyNumber);
        }

        var numbers = new NumberAutomaton(shape.Low, shape.High, isInteger, shape.Multiples.FirstOrDefault()).Build();
        foreach (var multiple in shape.Multiples.Skip(1))
        {
            numbers = Automaton.Intersect(numbers, new NumberAutomaton(null, null, isInteger, multiple).Build());
        }

        return numbers.IsEmpty ? null : new AutomatonTerm(budget.Count(ByteAutomaton.Of(numbers, escapes: false)));
    }

    /// <summary>The texts of a shape; null when there are none.</summary>
    public static Term? Text(Shape shape, AutomatonBudget budget)
    {
        if (shape.LengthMin > shape.LengthMax)
        {
            return null;
        }

        if (shape.Texts.Count == 0)
        {
            return new SequenceTerm(Quote, new CharactersTerm(shape.LengthMin, shape.LengthMax), Quote);
        }

        var texts = shape.Texts.Aggregate(Automaton.Intersect);
        if (shape.LengthMin > 0 || shape.LengthMax != CharactersTerm.Unbounded)
        {
            texts = Automaton.Intersect(texts, LengthAutomaton.Create(shape.LengthMin, shape.LengthMax == CharactersTerm.Unbounded ? null : shape.LengthMax));
        }

        return texts.IsEmpty ? null : new SequenceTerm(Quote, new AutomatonTerm(budget.Count(ByteAutomaton.Of(texts, escapes: true))), Quote);
    }
}
