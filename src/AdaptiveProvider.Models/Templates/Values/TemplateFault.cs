namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>A failure inside a rendering, before the place is known; rendering turns it into <see cref="TemplateException"/>.</summary>
internal sealed class TemplateFault(string reason, bool raisedByTemplate = false) : Exception(reason)
{
    public bool RaisedByTemplate { get; } = raisedByTemplate;
}
