namespace AdaptiveProvider.Training.Data;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Content">What was said.</param>
public sealed record TrainingMessage(string Role, string Content);
