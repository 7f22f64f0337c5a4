using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>What tokens left with, until a deep pass says whether full depth agrees: the examples from which a threshold learns (FREE, section 4.3).</summary>
/// <remarks>Tokens that went deep with others' spans and left at no exit are examples too, since they were judged on the way: both kinds are needed.</remarks>
internal sealed class ExitLabels(int rowsMax)
{
    private static readonly RowSampling Greedy = new(SamplingSettings.Greedy);
    private readonly RowSampling[] _samplings = new RowSampling[rowsMax + 1];
    private readonly Queue<(int Position, int Token, float Confidence, ReadOnlyMemory<uint> Allowed)> _left = new();
    private (int Position, int Token, float Confidence) _judged = (-1, 0, float.NaN);

    /// <summary>The draws of a deep pass from a position on: the most likely token of waiting rows, the reply's next token of the last.</summary>
    public IReadOnlyList<RowSampling> Samplings(int position, int length, RowSampling last)
    {
        Array.Fill(_samplings, Greedy, 0, length);
        foreach (var left in _left)
        {
            if (!left.Allowed.IsEmpty && left.Position >= position && left.Position < position + length)
            {
                _samplings[left.Position - position] = new RowSampling(SamplingSettings.Greedy) { AllowedTokens = left.Allowed };
            }
        }

        _samplings[length - 1] = last;
        return new ArraySegment<RowSampling>(_samplings, 0, length);
    }

    /// <summary>Notes the token that a row has left with, or would have.</summary>
    public void Left(int position, int token, float confidence, ReadOnlyMemory<uint> allowed)
    {
        if (!float.IsNaN(confidence))
        {
            _left.Enqueue((position, token, confidence, allowed));
        }
    }

    /// <summary>Notes the token that a row which goes on would have left with.</summary>
    public void Judged(int position, int token, float confidence) => _judged = (position, token, confidence);

    /// <summary>Compares with what a deep pass drew for consecutive rows.</summary>
    public void Compare(WorkItem item, ReadOnlySpan<SampledToken> deep, ExitRule rule)
    {
        while (_left.TryPeek(out var left) && left.Position < item.Position + item.Length)
        {
            _left.Dequeue();
            if (left.Position >= item.Position)
            {
                rule.Learn(left.Confidence, left.Token == deep[left.Position - item.Position].Token);
            }
        }

        if (_judged.Position == item.Position + item.Length - 1)
        {
            rule.Learn(_judged.Confidence, _judged.Token == deep[item.Length - 1].Token);
        }
    }
}
