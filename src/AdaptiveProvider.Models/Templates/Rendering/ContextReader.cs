using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Rendering;

/// <summary>Copies the caller's JSON context into template values; the context itself is never changed.</summary>
internal sealed class ContextReader(RenderBudget budget)
{
    private Value Read(JsonNode? node)
    {
        budget.Enter();
        var value = node switch
        {
            null => NoneValue.Instance,
            JsonObject entries => ReadObject(entries),
            JsonArray items => ReadArray(items),
            _ => ReadScalar(node.AsValue()),
        };
        budget.Leave();
        return value;
    }

    /// <summary>Reads the variables of a context.</summary>
    public void ReadInto(Scope scope, JsonObject context)
    {
        try
        {
            foreach (var (name, node) in context)
            {
                scope.Set(name, Read(node));
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // JsonObject is read lazily: only here do repeated keys and halves of surrogate pairs show.
            throw new TemplateFault($"the context is not usable JSON: {exception.Message}");
        }
    }

    private DictionaryValue ReadObject(JsonObject node)
    {
        var entries = DictionaryValue.NewEntries();
        foreach (var (key, item) in node)
        {
            entries[new StringValue(key)] = Read(item);
        }

        return new DictionaryValue(entries);
    }

    private SequenceValue ReadArray(JsonArray node)
    {
        var items = new List<Value>(node.Count);
        foreach (var item in node)
        {
            items.Add(Read(item));
        }

        return new SequenceValue(items);
    }

    private Value ReadScalar(JsonValue node) => node.GetValueKind() switch
    {
        JsonValueKind.String => new StringValue(node.TryGetValue<string>(out var text) ? text : node.ToString()),
        JsonValueKind.True => BooleanValue.True,
        JsonValueKind.False => BooleanValue.False,
        JsonValueKind.Number => ReadNumber(node),
        _ => NoneValue.Instance,
    };

    // As Python's json: a number with a point or an exponent is a float, any other an integer.
    private Value ReadNumber(JsonValue node)
    {
        var text = node.ToJsonString();
        var isFloat = text.AsSpan().IndexOfAny(".eE") >= 0;
        if (!node.TryGetValue<JsonElement>(out _))
        {
            isFloat |= node.TryGetValue<double>(out _) || node.TryGetValue<float>(out _) || node.TryGetValue<decimal>(out _);
        }

        if (isFloat)
        {
            return new FloatValue(double.Parse(text, CultureInfo.InvariantCulture));
        }

        budget.Step(text.Length);
        return text.Length <= budget.Limits.IntegerBits / 3
            ? Arithmetic.Bounded(BigInteger.Parse(text, CultureInfo.InvariantCulture), budget)
            : throw new TemplateFault($"the context holds an integer of more than {budget.Limits.IntegerBits} bits (TemplateLimits.IntegerBits)");
    }
}
