namespace AdaptiveProvider.Models.Templates.Rendering;

/// <summary>What one rendering shares: its budget, the clock's reading, the two interpreters and the place they are at.</summary>
internal sealed class RenderContext
{
    public RenderContext(TemplateLimits limits, DateTime now)
    {
        Budget = new RenderBudget(limits);
        Now = now;
        Evaluator = new Evaluator(this);
        Executor = new Executor(this);
    }

    public RenderBudget Budget { get; }

    /// <summary>The local time that <c>strftime_now</c> prints.</summary>
    public DateTime Now { get; }

    public Evaluator Evaluator { get; }

    public Executor Executor { get; }

    /// <summary>The offset of the construct being worked on, for messages.</summary>
    public int Position { get; set; }
}
