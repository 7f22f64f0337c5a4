namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>The text of a template with its file name; turns offsets into lines and columns.</summary>
internal sealed record TemplateSource(string File, string Text)
{
    public TemplateException Error(int position, string reason, bool raisedByTemplate = false, Exception? cause = null)
    {
        var before = Text.AsSpan(0, Math.Clamp(position, 0, Text.Length));
        return new TemplateException(File, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), reason, raisedByTemplate, cause);
    }
}
