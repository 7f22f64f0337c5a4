using AdaptiveProvider.Chat.Thinking;
using AdaptiveProvider.Chat.Tools;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat.Replies;

/// <summary>Turns a reply's text, as it comes, into thoughts, text and calls.</summary>
internal sealed class ReplyReader
{
    private readonly ThoughtReader? _thoughts;
    private readonly ToolCallReader? _calls;
    private readonly bool _hidesThinking;

    /// <summary>Begins a reply.</summary>
    /// <param name="conventions">How the model writes.</param>
    /// <param name="plan">What the reply may consist of.</param>
    /// <param name="prompt">What the model has been given; a thought may begin in it.</param>
    public ReplyReader(ModelConventions conventions, ReplyPlan plan, string prompt)
    {
        _hidesThinking = plan.HidesThinking;
        _thoughts = conventions.Thinking is null || plan.Shape is not null ? null : new ThoughtReader(ThinkingFormat.IsOpenAfter(prompt));
        if (plan.Tools is { } tools)
        {
            _calls = new ToolCallReader(conventions.Tools, tools.Functions.Select(function => function.Name).ToHashSet(StringComparer.Ordinal), tools.AllowsSeveral);
            _calls.Append(plan.Shape?.Opening ?? "");
        }
    }

    /// <summary>True while the text is a thought.</summary>
    public bool IsThinking => _thoughts?.IsThinking == true;

    /// <summary>True where thoughts are told from the answer at all.</summary>
    public bool KnowsThinking => _thoughts is not null;

    /// <summary>True once nothing more of the reply is to be read.</summary>
    public bool IsDone => _calls?.IsDone == true;

    /// <summary>True once a function was called.</summary>
    public bool HasCalled { get; private set; }

    /// <summary>Takes the next piece and returns what it makes certain.</summary>
    public List<AIContent> Append(string piece)
    {
        var (thought, answer) = _thoughts?.Append(piece) ?? ("", piece);
        var contents = Thought(thought);
        Add(contents, answer);
        return contents;
    }

    /// <summary>Returns what is left when the reply has ended.</summary>
    public List<AIContent> Flush()
    {
        var (thought, answer) = _thoughts?.Flush() ?? ("", "");
        var contents = Thought(thought);
        Add(contents, answer);
        AddAll(contents, _calls?.Flush() ?? []);
        return contents;
    }

    private List<AIContent> Thought(string text) => text.Length > 0 && !_hidesThinking ? [new TextReasoningContent(text)] : [];

    private void Add(List<AIContent> contents, string answer)
    {
        if (_calls is not null)
        {
            AddAll(contents, _calls.Append(answer));
        }
        else if (answer.Length > 0)
        {
            contents.Add(new TextContent(answer));
        }
    }

    private void AddAll(List<AIContent> contents, IReadOnlyList<AIContent> found)
    {
        contents.AddRange(found);
        HasCalled |= found.OfType<FunctionCallContent>().Any();
    }
}
