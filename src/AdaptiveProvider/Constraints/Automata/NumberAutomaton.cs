using System.Numerics;

namespace AdaptiveProvider.Constraints.Automata;

/// <summary>JSON numbers within bounds, digit by digit, compared with both bounds as they come.</summary>
/// <param name="low">The smallest number; null for none.</param>
/// <param name="high">The largest; null for none.</param>
/// <param name="isInteger">Whether there is no decimal point.</param>
/// <param name="multiple">What it must be a multiple of; null for anything.</param>
internal sealed class NumberAutomaton(NumberBound? low, NumberBound? high, bool isInteger, DecimalText? multiple)
{
    /// <summary>Most digits before the point: whatever has them fits 64 bits.</summary>
    public const int IntegerDigitsMax = 18;

    private const int FractionDigitsMax = 17;
    private const int ExponentDigitsMax = 2;

    // A multiple of m / 10^k has at most k digits behind the point, and as an integer of that scale is a multiple of m.
    private readonly int _modulus = multiple is null ? 1 : (int)BigInteger.Min(multiple.Scaled, Automaton.StatesMax + 1);
    private readonly int _scale = isInteger ? 0 : multiple?.Fraction.Length ?? FractionDigitsMax;
    private readonly bool _hasExponent = low is null && high is null && !isInteger && multiple is null;

    private enum Phase
    {
        Start,
        Minus,
        Zero,
        Integer,
        Point,
        Fraction,
        ExponentMark,
        ExponentSign,
        Exponent,
    }

    /// <summary>Builds it.</summary>
    /// <exception cref="AutomatonTooLargeException">The multiple is too large.</exception>
    public Automaton Build()
    {
        if (_modulus > Automaton.StatesMax)
        {
            throw new AutomatonTooLargeException();
        }

        return AutomatonBuilder.Explore(new State(Phase.Start, false, 0, 0, 0, 0), Accepts, Next);
    }

    private bool Accepts(State state) => state.Phase switch
    {
        Phase.Zero or Phase.Integer or Phase.Fraction => IsMultiple(state) && Lower(state.IsNegative).Allows(Final(state, Lower(state.IsNegative), state.Low)) && Upper(state.IsNegative).Allows(Final(state, Upper(state.IsNegative), state.High)),
        Phase.Exponent => true,
        _ => false,
    };

    private IEnumerable<(int First, int Last, State Next)> Next(State state) => state.Phase switch
    {
        Phase.Start => Digits(state).Append(('-', '-', state with { Phase = Phase.Minus, IsNegative = true })),
        Phase.Minus => Digits(state),
        Phase.Zero => AfterInteger(state),
        Phase.Integer => (state.Count < IntegerDigitsMax ? Digits(state) : []).Concat(AfterInteger(state)),
        Phase.Point => FractionDigits(state),
        Phase.Fraction => (state.Count < _scale ? FractionDigits(state) : []).Concat(Exponent(state)),
        Phase.ExponentMark => ExponentDigits(state).Append(('+', '+', state with { Phase = Phase.ExponentSign })).Append(('-', '-', state with { Phase = Phase.ExponentSign })),
        Phase.ExponentSign => ExponentDigits(state),
        _ => state.Count < ExponentDigitsMax ? ExponentDigits(state) : [],
    };

    private IEnumerable<(int First, int Last, State Next)> Digits(State state)
    {
        bool isFirst = state.Phase is Phase.Start or Phase.Minus;
        if (!Lower(state.IsNegative).IsPossible || !Upper(state.IsNegative).IsPossible)
        {
            yield break;
        }

        // There is no -0 among integers.
        for (int digit = isFirst && isInteger && state.IsNegative ? 1 : 0; digit <= 9; digit++)
        {
            yield return ('0' + digit, '0' + digit, new State(
                isFirst && digit == 0 ? Phase.Zero : Phase.Integer,
                state.IsNegative,
                state.Count + 1,
                Compare(state.Low, Lower(state.IsNegative), bound => bound.IntegerDigit(state.Count), digit),
                Compare(state.High, Upper(state.IsNegative), bound => bound.IntegerDigit(state.Count), digit),
                ((state.Remainder * 10) + digit) % _modulus));
        }
    }

    private IEnumerable<(int First, int Last, State Next)> FractionDigits(State state)
    {
        for (int digit = 0; digit <= 9; digit++)
        {
            yield return ('0' + digit, '0' + digit, state with
            {
                Phase = Phase.Fraction,
                Count = state.Count + 1,
                Low = Compare(state.Low, Lower(state.IsNegative), bound => bound.FractionDigit(state.Count), digit),
                High = Compare(state.High, Upper(state.IsNegative), bound => bound.FractionDigit(state.Count), digit),
                Remainder = ((state.Remainder * 10) + digit) % _modulus,
            });
        }
    }

    private IEnumerable<(int First, int Last, State Next)> AfterInteger(State state)
        => (_scale == 0 ? [] : ((int, int, State)[])[('.', '.', state with
        {
            Phase = Phase.Point,
            Count = 0,
            Low = AtPoint(state, Lower(state.IsNegative), state.Low),
            High = AtPoint(state, Upper(state.IsNegative), state.High),
        })]).Concat(Exponent(state));

    private IEnumerable<(int First, int Last, State Next)> Exponent(State state)
    {
        var next = new State(Phase.ExponentMark, false, 0, 0, 0, 0);
        return _hasExponent ? [('E', 'E', next), ('e', 'e', next)] : [];
    }

    private static IEnumerable<(int First, int Last, State Next)> ExponentDigits(State state)
        => [('0', '9', state with { Phase = Phase.Exponent, Count = state.Count + 1 })];

    // Of numbers with as many digits the first difference decides.
    private static int Compare(int sofar, MagnitudeBound bound, Func<MagnitudeBound, int> boundDigit, int digit)
        => sofar != 0 || bound.Value is null ? sofar : Math.Sign(digit - boundDigit(bound));

    // Of integers the longer is the larger; a bound that is no bound compares as equal and allows all.
    private static int AtPoint(State state, MagnitudeBound bound, int sofar)
        => bound.Value is null || bound.IntegerLength == state.Count ? sofar : Math.Sign(state.Count - bound.IntegerLength);

    private static int Final(State state, MagnitudeBound bound, int sofar)
    {
        bool isFraction = state.Phase == Phase.Fraction;
        int compared = isFraction ? sofar : AtPoint(state, bound, sofar);
        return compared == 0 && bound.HasFractionFrom(isFraction ? state.Count : 0) ? -1 : compared;
    }

    private bool IsMultiple(State state)
    {
        if (_modulus == 1)
        {
            return true;
        }

        int digits = state.Phase == Phase.Fraction ? state.Count : 0;
        return (state.Remainder * BigInteger.Pow(10, (multiple?.Fraction.Length ?? 0) - digits) % _modulus).IsZero;
    }

    private MagnitudeBound Lower(bool isNegative) => isNegative ? MagnitudeBound.LowerOfNegative(high) : MagnitudeBound.LowerOfPositive(low);

    private MagnitudeBound Upper(bool isNegative) => isNegative ? MagnitudeBound.UpperOfNegative(low) : MagnitudeBound.UpperOfPositive(high);

    /// <summary>What is known of a number of which some digits are.</summary>
    /// <param name="Phase">Its part.</param>
    /// <param name="IsNegative">Its sign.</param>
    /// <param name="Count">Digits of the part.</param>
    /// <param name="Low">How its magnitude compares with the lower bound of magnitudes: less, equal so far, greater.</param>
    /// <param name="High">And with the upper.</param>
    /// <param name="Remainder">Of its digits, as an integer, modulo the multiple's.</param>
    private readonly record struct State(Phase Phase, bool IsNegative, int Count, int Low, int High, int Remainder);
}
