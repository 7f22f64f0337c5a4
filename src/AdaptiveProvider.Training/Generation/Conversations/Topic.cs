using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>Things people say that mean the same, and answers of which each fits all of them.</summary>
/// <param name="Messages">Templates of what a person says, the most usual first.</param>
/// <param name="Answers">Templates of what is answered.</param>
/// <param name="Typos">Whether a message may have slips of the finger; false where its letters are what is asked about.</param>
public sealed record Topic(IReadOnlyList<string> Messages, IReadOnlyList<string> Answers, bool Typos = true)
{
    /// <summary>One exchange about the topic.</summary>
    public Exchange Expand(SeededRandom random, IReadOnlyDictionary<string, string>? slots = null)
        => new(TextNoise.Apply(Template.Expand(random.PickUsual(Messages), random, slots), random, Typos), Template.Expand(Answers, random, slots));
}
