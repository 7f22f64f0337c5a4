using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Engine.Execution;

/// <summary>A message that is only composed when its condition fails, so that checks cost nothing in a step.</summary>
[InterpolatedStringHandler]
internal ref struct PlanMessage
{
    private DefaultInterpolatedStringHandler _text;

    public PlanMessage(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        _text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>The composed text, once.</summary>
    public string ToStringAndClear() => _text.ToStringAndClear();
}
