using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Walking through values as Python's <c>iter()</c> and <c>len()</c> do.</summary>
internal static class Iteration
{
    public static bool IsIterable(Value value)
        => value is SequenceValue or DictionaryValue or StringValue or IteratorValue or UndefinedValue;

    /// <summary>The elements of a sequence, the keys of a dictionary, the characters of a string, the rest of an iterator.</summary>
    public static IReadOnlyList<Value> Items(Value value, RenderBudget budget)
    {
        switch (value)
        {
            case SequenceValue sequence:
                budget.Step(sequence.Items.Count);
                return sequence.Items;
            case DictionaryValue dictionary:
                budget.Step(dictionary.Entries.Count);
                return dictionary.Entries.Keys;
            case StringValue text:
                return CodePoints.Split(text.Text, budget);
            case IteratorValue iterator:
                var rest = iterator.TakeRest();
                budget.Step(rest.Count);
                return rest;
            case UndefinedValue:
                return [];
            default:
                throw new TemplateFault($"'{value.TypeName}' object is not iterable");
        }
    }

    public static int Length(Value value, RenderBudget budget) => value switch
    {
        SequenceValue sequence => sequence.Items.Count,
        DictionaryValue dictionary => dictionary.Entries.Count,
        StringValue text => Points(text.Text, budget),
        UndefinedValue => 0,
        _ => throw new TemplateFault($"object of type '{value.TypeName}' has no len()"),
    };

    private static int Points(string text, RenderBudget budget)
    {
        budget.Scan(text);
        return CodePoints.Count(text);
    }
}
