namespace AdaptiveProvider.Models.Tokenization.AddedTokens;

/// <summary>A part of a text: the added token it is, or null for ordinary text.</summary>
internal readonly record struct AddedTokenPart(AddedToken? Token, int Start, int End);
