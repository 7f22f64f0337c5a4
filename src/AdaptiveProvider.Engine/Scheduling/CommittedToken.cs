using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>One head row's outcome: a token for the reader, the end of the request, or both.</summary>
/// <param name="Request">Whose row it was.</param>
/// <param name="Token">The token drawn.</param>
/// <param name="IsDelivered">False for a stop token and for a row that gave none.</param>
/// <param name="Cause">Why the request ends with it; null when it goes on.</param>
internal readonly record struct CommittedToken(RequestState Request, TokenEvent Token, bool IsDelivered, FinishCause? Cause);
