namespace AdaptiveProvider.Training.Generation;

/// <summary>The source names of generated documents.</summary>
public static class SyntheticSource
{
    /// <summary>Who the model is and what it cannot know.</summary>
    public const string Identity = "synthetic_identity";

    /// <summary>Small sums.</summary>
    public const string Arithmetic = "synthetic_arithmetic";

    /// <summary>Countries.</summary>
    public const string Facts = "synthetic_facts";

    /// <summary>What words mean.</summary>
    public const string Definitions = "synthetic_definitions";

    /// <summary>Opposites, colours, counting, days, spelling.</summary>
    public const string Words = "synthetic_words";

    /// <summary>Greetings, feelings, likes, jokes.</summary>
    public const string SmallTalk = "synthetic_smalltalk";

    /// <summary>Stories, told on request or as plain text.</summary>
    public const string Stories = "synthetic_stories";

    /// <summary>Conversations that mix the others.</summary>
    public const string Mixed = "synthetic_multi";
}
