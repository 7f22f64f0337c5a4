using System.Numerics;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's rules for dictionary keys: equal numbers are one key whatever their type, lists and dictionaries are none.</summary>
internal sealed class KeyComparer : IEqualityComparer<Value>
{
    // Tuples may share parts, so the work of hashing grows as width to the power of depth: both stay small.
    private const int TupleDepthMax = 3;
    private const int TupleElementsMax = 16;

    public static readonly KeyComparer Instance = new();

    public bool Equals(Value? left, Value? right) => KeysEqual(left!, right!, 0);

    public int GetHashCode(Value key) => Hash(key, 0);

    private static bool KeysEqual(Value left, Value right, int depth)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        return (left, right) switch
        {
            (StringValue a, StringValue b) => a.Text == b.Text,
            (SequenceValue a, SequenceValue b) => TuplesEqual(a.Items, b.Items, depth + 1),
            (UndefinedValue, UndefinedValue) => true,
            _ => Number.IsNumber(left) && Number.IsNumber(right) && Number.Compare(left, right) == 0,
        };
    }

    private static bool TuplesEqual(IReadOnlyList<Value> left, IReadOnlyList<Value> right, int depth)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!KeysEqual(left[i], right[i], depth))
            {
                return false;
            }
        }

        return true;
    }

    // Every key is hashed before it is compared, so the checks here cover both.
    private static int Hash(Value key, int depth)
    {
        switch (key)
        {
            case StringValue text:
                return text.Text.GetHashCode(StringComparison.Ordinal);
            case SequenceValue { Kind: SequenceKind.Tuple } tuple:
                if (depth >= TupleDepthMax || tuple.Items.Count > TupleElementsMax)
                {
                    throw new TemplateFault($"a tuple used as a key may have at most {TupleElementsMax} elements and {TupleDepthMax} levels");
                }

                return tuple.Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, Hash(item, depth + 1)));
            case SequenceValue or DictionaryValue:
                throw new TemplateFault($"unhashable type: '{key.TypeName}'");
            case UndefinedValue or NoneValue:
                return 0;
            default:
                return Number.IsNumber(key) ? NumberHash(key) : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key);
        }
    }

    private static int NumberHash(Value key)
        => key is FloatValue { Number: var number } && number != Math.Truncate(number)
            ? number.GetHashCode()
            : key is FloatValue { Number: var whole } ? HashWhole(whole) : Number.ToInteger(key).GetHashCode();

    private static int HashWhole(double whole) => double.IsFinite(whole) ? new BigInteger(whole).GetHashCode() : whole.GetHashCode();
}
