using AdaptiveProvider.Server.Errors;

namespace AdaptiveProvider.Server.Requests;

/// <summary>How many replies a request asks for.</summary>
internal static class ChoiceCount
{
    /// <summary>Replies per prompt.</summary>
    /// <exception cref="ApiException">The count is out of range.</exception>
    public static int Of(int? n, int prompts, int choicesMax)
    {
        int count = n ?? 1;
        return count >= 1 && (long)count * prompts <= choicesMax
            ? count
            : throw ApiException.Invalid("n", prompts == 1 ? $"n must be 1 to {choicesMax}; it is {count}." : $"{prompts} prompts with n {count} ask for more than {choicesMax} replies.");
    }
}
