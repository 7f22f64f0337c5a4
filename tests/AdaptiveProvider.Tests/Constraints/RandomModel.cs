using System.Text;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>A model that knows nothing: any allowed token, and after some the one that seems to lead to an end.</summary>
internal static class RandomModel
{
    /// <summary>Writes a reply.</summary>
    /// <exception cref="InvalidOperationException">It came to a state that allows nothing, or to no end.</exception>
    public static string Reply(ITokenConstraint constraint, Random random, int patience)
    {
        var reply = new List<byte>();
        for (int step = 0; step < patience + 20_000; step++)
        {
            if (constraint.IsComplete)
            {
                return Text(reply);
            }

            var allowed = constraint.Allowed();
            if (allowed.Count == 0)
            {
                throw new InvalidOperationException($"Nothing is allowed after {Text(reply)}");
            }

            int token = step < patience ? allowed[random.Next(allowed.Count)] : allowed.MinBy(token => (Urgency(token, isInText: allowed.Contains('q')), random.Next()));
            if (token == TestVocabulary.End)
            {
                return Text(reply);
            }

            reply.AddRange(TestVocabulary.Bytes(token));
            constraint = constraint.After(token);
        }

        throw new InvalidOperationException($"No end after {Text(reply)[..200]}");
    }

    private static int Urgency(int token, bool isInText) => token == TestVocabulary.End ? 0 : TestVocabulary.Bytes(token) switch
    {
        [(byte)'}' or (byte)']'] => isInText ? 5 : 1,
        [(byte)'"'] => 2,
        [(byte)'{' or (byte)'[', ..] => 9,
        [(byte)',', ..] => 8,
        { Length: 1 } => 4,
        _ => 7,
    };

    private static string Text(List<byte> bytes) => Encoding.UTF8.GetString([.. bytes]);
}
