using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Models.Templates;

/// <summary>A chat template could not be parsed or rendered, or refused the conversation with <c>raise_exception</c>.</summary>
public sealed class TemplateException : AdaptiveProviderException
{
    internal TemplateException(string file, int line, int column, string reason, bool raisedByTemplate = false, Exception? innerException = null)
        : base($"{file}({line},{column}): {reason}", innerException)
        => (File, Line, Column, Reason, IsRaisedByTemplate) = (file, line, column, reason, raisedByTemplate);

    /// <summary>The file of the template, as given to <see cref="ChatTemplate.Parse"/>.</summary>
    public string File { get; }

    /// <summary>The line of the failing construct; 1 is the first.</summary>
    public int Line { get; }

    /// <summary>The column of the failing construct in UTF-16 units; 1 is the first.</summary>
    public int Column { get; }

    /// <summary>What went wrong, without the place; for <c>raise_exception</c> exactly the template's own words.</summary>
    public string Reason { get; }

    /// <summary>True when the template called <c>raise_exception</c>: the conversation is at fault, not the template.</summary>
    public bool IsRaisedByTemplate { get; }
}
