using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's <c>==</c>, <c>&lt;</c> and <c>in</c>.</summary>
internal static class Comparison
{
    public static bool AreEqual(Value left, Value right, RenderBudget budget)
    {
        budget.Step();
        if (ReferenceEquals(left, right))
        {
            return left is not FloatValue { Number: double.NaN };
        }

        switch (left, right)
        {
            case (StringValue a, StringValue b):
                budget.Step(a.Text.Length == b.Text.Length ? a.Text.Length / 64 : 0);
                return a.Text == b.Text;
            case (SequenceValue a, SequenceValue b):
                return a.Kind == b.Kind && a is RangeValue == b is RangeValue && SequencesEqual(a, b, budget);
            case (DictionaryValue a, DictionaryValue b):
                return DictionariesEqual(a, b, budget);
            case (UndefinedValue, UndefinedValue):
                return true;
            default:
                return Number.IsNumber(left) && Number.IsNumber(right) && Number.Compare(left, right) == 0;
        }
    }

    /// <summary>Orders two values; a fault when Python has no order for their types. NaN is unordered: null.</summary>
    public static int? Order(Value left, Value right, string operatorSign, RenderBudget budget)
    {
        budget.Step();
        switch (left, right)
        {
            case (UndefinedValue undefined, _):
                throw undefined.Fault();
            case (_, UndefinedValue undefined):
                throw undefined.Fault();
            case (StringValue a, StringValue b):
                budget.Step(Math.Min(a.Text.Length, b.Text.Length) / 64);
                return CodePoints.Compare(a.Text, b.Text);
            case (SequenceValue { IsIndexable: true } a, SequenceValue { IsIndexable: true } b) when a.Kind == b.Kind:
                return OrderSequences(a, b, operatorSign, budget);
        }

        return Number.IsNumber(left) && Number.IsNumber(right)
            ? Number.Compare(left, right)
            : throw new TemplateFault($"'{operatorSign}' not supported between instances of '{left.TypeName}' and '{right.TypeName}'");
    }

    /// <summary>Whether <c>item in container</c>.</summary>
    public static bool Contains(Value container, Value item, RenderBudget budget)
    {
        switch (container)
        {
            case StringValue text:
                if (item is not StringValue part)
                {
                    throw new TemplateFault($"'in <string>' requires string as left operand, not {item.TypeName}");
                }

                budget.Search(text.Text, part.Text);
                return text.Text.Contains(part.Text, StringComparison.Ordinal);
            case DictionaryValue dictionary:
                budget.Key(item);
                return dictionary.Entries.ContainsKey(item);
            default:
                return Iteration.Items(container, budget).Any(element => AreEqual(element, item, budget));
        }
    }

    private static bool SequencesEqual(SequenceValue left, SequenceValue right, RenderBudget budget)
    {
        if (left.Items.Count != right.Items.Count)
        {
            return false;
        }

        budget.Enter();
        for (var i = 0; i < left.Items.Count; i++)
        {
            if (!AreEqual(left.Items[i], right.Items[i], budget))
            {
                budget.Leave();
                return false;
            }
        }

        budget.Leave();
        return true;
    }

    private static bool DictionariesEqual(DictionaryValue left, DictionaryValue right, RenderBudget budget)
    {
        budget.Enter();
        var equal = left.Entries.Count == right.Entries.Count && left.Entries.All(HasEqual);
        budget.Leave();
        return equal;

        bool HasEqual(KeyValuePair<Value, Value> entry)
        {
            budget.Key(entry.Key);
            return right.Entries.TryGetValue(entry.Key, out var other) && AreEqual(entry.Value, other, budget);
        }
    }

    private static int? OrderSequences(SequenceValue left, SequenceValue right, string operatorSign, RenderBudget budget)
    {
        budget.Enter();
        int? order = left.Items.Count.CompareTo(right.Items.Count);
        for (var i = 0; i < Math.Min(left.Items.Count, right.Items.Count); i++)
        {
            if (!AreEqual(left.Items[i], right.Items[i], budget))
            {
                order = Order(left.Items[i], right.Items[i], operatorSign, budget);
                break;
            }
        }

        budget.Leave();
        return order;
    }
}
