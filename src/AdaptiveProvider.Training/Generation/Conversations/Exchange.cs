namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>What a person says and what is answered.</summary>
/// <param name="User">The person's message.</param>
/// <param name="Assistant">The answer.</param>
public sealed record Exchange(string User, string Assistant);
