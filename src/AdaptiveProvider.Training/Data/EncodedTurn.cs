namespace AdaptiveProvider.Training.Data;

/// <summary>A message as tokens: the role's token, the content, the end of the message.</summary>
internal sealed record EncodedTurn(string Role, List<int> Tokens);
