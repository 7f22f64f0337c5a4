using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Facts;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Definitions;

/// <summary>What words mean.</summary>
/// <param name="facts">The dictionary.</param>
public sealed class DefinitionThreadGenerator(FactBook facts) : IThreadGenerator
{
    private const int OwnPercent = 75;

    private static readonly string[] AnyKind =
    [
        "What does {word} mean?", "What does the word {word} mean?", "What is the meaning of {word}?", "Define {word}.",
        "[Explain|Please explain] the word {word}.", "[Can you define|Can you explain|Please define] {word}[?|]", "What does \"{word}\" mean?",
        "[I don't know|Tell me] what {word} means.", "Meaning of {word}?",
    ];

    private static readonly string[] Countable =
    [
        "What is {a word}?", "What's {a word}?", "[Tell me|Do you know|Can you tell me] what {a word} is[.|?]",
        "[Please explain|Explain] what {a word} is.", "[And what|So what] is {a word}?",
    ];

    private static readonly string[] Mass =
    [
        "What is {word}?", "What's {word}?", "[Tell me|Do you know|Can you tell me] what {word} is[.|?]", "[Please explain|Explain] what {word} is.",
    ];

    private static readonly string[] Verb = ["What does it mean to {word}?", "What does \"to {word}\" mean?", "What is it to {word}?"];

    private static readonly string[] Adjective = ["What does it mean to be {word}?", "What does being {word} mean?"];

    /// <summary>Words that are a noun and a verb; one must ask for one of them.</summary>
    private static readonly HashSet<string> SeveralKinds =
        [.. DefinitionCollector.Own().GroupBy(definition => definition.Word).Where(senses => senses.Count() > 1).Select(senses => senses.Key)];

    private readonly IReadOnlyList<Definition> _own = DefinitionCollector.Own();
    private readonly IReadOnlyList<Definition> _dictionary = DefinitionCollector.FromDictionary(facts);

    /// <summary>How many words can be defined.</summary>
    public int WordCount => _own.Count + _dictionary.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
        => [.. Enumerable.Range(0, random.Between(1, exchangesMax)).Select(i => Define(Pick(random), followUp: i > 0 && random.Chance(50), random))];

    private Definition Pick(SeededRandom random) => random.Pick(_dictionary.Count == 0 || random.Chance(OwnPercent) ? _own : _dictionary);

    private static Exchange Define(Definition definition, bool followUp, SeededRandom random)
    {
        string[] own = definition.Kind switch
        {
            WordKind.Countable => Countable,
            WordKind.Mass => Mass,
            WordKind.Verb => Verb,
            _ => Adjective,
        };
        string named = definition.Kind == WordKind.Countable ? "{a word}" : "{word}";
        bool byKind = SeveralKinds.Contains(definition.Word) || random.Chance(definition.Kind is WordKind.Countable or WordKind.Mass ? 65 : 35);
        string template = followUp && definition.Kind != WordKind.Verb ? $"[And|What about|And what about|How about] {named}?" : random.PickUsual(byKind ? own : AnyKind);
        string question = Template.Expand(template, random, new Dictionary<string, string> { ["word"] = definition.Word });
        return new(TextNoise.Apply(question, random), definition.Sentence);
    }
}
