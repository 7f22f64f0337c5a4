namespace AdaptiveProvider.Training.Generation.Probes;

/// <summary>One question that tells whether a trained model knows something.</summary>
/// <param name="Kind">What is probed: capital, sum, definition, identity and so on; scores are given per kind.</param>
/// <param name="Question">What to ask as the only user message.</param>
/// <param name="Accepted">The answer is right when it contains one of these, whatever the case, as whole words.</param>
/// <param name="Novelty">How far the question is from what was trained on.</param>
public sealed record KnowledgeProbe(string Kind, string Question, IReadOnlyList<string> Accepted, ProbeNovelty Novelty)
{
    /// <summary>Whether an answer is right.</summary>
    public bool Accepts(string answer) => Accepted.Any(accepted => ContainsWords(answer, accepted));

    private static bool ContainsWords(string answer, string words)
    {
        for (int start = 0; (start = answer.IndexOf(words, start, StringComparison.OrdinalIgnoreCase)) >= 0; start++)
        {
            int end = start + words.Length;
            bool whole = (start == 0 || !char.IsLetterOrDigit(answer[start - 1])) && (end == answer.Length || !char.IsLetterOrDigit(answer[end]));
            if (whole)
            {
                return true;
            }
        }

        return false;
    }
}
