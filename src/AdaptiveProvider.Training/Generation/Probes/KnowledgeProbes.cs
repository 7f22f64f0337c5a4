namespace AdaptiveProvider.Training.Generation.Probes;

/// <summary>
/// The fixed questions that a trained model is scored with. Sums marked <see cref="ProbeNovelty.NewFact"/> are held out of every generated document;
/// questions marked <see cref="ProbeNovelty.NewWords"/> ask for trained facts in words that no template can produce; the others are as in training.
/// </summary>
public static class KnowledgeProbes
{
    private const ProbeNovelty Seen = ProbeNovelty.Seen;
    private const ProbeNovelty NewWords = ProbeNovelty.NewWords;
    private const ProbeNovelty NewFact = ProbeNovelty.NewFact;

    /// <summary>All probes.</summary>
    public static IReadOnlyList<KnowledgeProbe> All { get; } =
    [
        new("capital", "What is the capital of France?", ["Paris"], Seen),
        new("capital", "What is the capital of Germany?", ["Berlin"], Seen),
        new("capital", "what is the capital of japan", ["Tokyo"], Seen),
        new("capital", "Capital of Italy?", ["Rome"], Seen),
        new("capital", "Which city is the capital of Spain?", ["Madrid"], Seen),
        new("capital", "I forgot the capital city of Norway, what was it?", ["Oslo"], NewWords),
        new("capital", "Which town is the capital of Egypt, please?", ["Cairo"], NewWords),
        new("capital", "I am writing about Canada. What is its capital?", ["Ottawa"], NewWords),
        new("capital", "What's the name of Greece's capital?", ["Athens"], NewWords),
        new("capital", "Which country has Lisbon as its capital?", ["Portugal"], Seen),
        new("capital", "Warsaw is the capital of which country?", ["Poland"], Seen),
        new("capital", "Is Vienna the capital of Austria?", ["Yes"], Seen),
        new("continent", "Which continent is Brazil in?", ["South America"], Seen),
        new("continent", "Which continent is Kenya in?", ["Africa"], Seen),
        new("continent", "China belongs to which continent?", ["Asia"], NewWords),
        new("continent", "Where in the world would I find Sweden?", ["Europe"], NewWords),
        new("currency", "What is the currency of Japan?", ["yen"], Seen),
        new("currency", "What is the currency of the United Kingdom?", ["pound"], Seen),
        new("currency", "What is the money of India called?", ["rupee"], NewWords),
        new("currency", "If I travel to Germany, what money do I need?", ["euro"], NewWords),
        new("language", "What language is spoken in Mexico?", ["Spanish"], Seen),
        new("language", "Which language would I hear in Poland?", ["Polish"], NewWords),
        new("sum", "What is 2 plus 3?", ["5"], Seen),
        new("sum", "6 + 1", ["7"], Seen),
        new("sum", "What is 10 minus 4?", ["6"], Seen),
        new("sum", "What is 5 times 5?", ["25"], Seen),
        new("sum", "What is 3 plus 9?", ["12"], NewFact),
        new("sum", "What is 6 plus 3?", ["9"], Seen),
        new("sum", "4 + 6", ["10"], NewFact),
        new("sum", "What is 5 times 8?", ["40"], NewFact),
        new("sum", "What is 8 minus 3?", ["5"], NewFact),
        new("sum", "I have 3 apples and get 2 more. How many apples do I have?", ["5"], Seen),
        new("sum", "A farmer has 7 cows and buys 2 cows. How many cows has the farmer?", ["9"], NewWords),
        new("number", "Which is bigger, 9 or 4?", ["9"], Seen),
        new("number", "What is double 8?", ["16"], Seen),
        new("number", "What number comes after 12?", ["13"], Seen),
        new("definition", "What is a dog?", ["animal"], Seen),
        new("definition", "What is a king?", ["man", "rules"], Seen),
        new("definition", "What does happy mean?", ["good", "joy"], Seen),
        new("definition", "My little sister wants to know what a bridge is.", ["road", "water", "valley"], NewWords),
        new("definition", "In one sentence, what is snow?", ["ice", "falls"], NewWords),
        new("identity", "Who are you?", ["Ada"], Seen),
        new("identity", "What is your name?", ["Ada"], Seen),
        new("identity", "Who made you?", ["AdaptiveProvider"], Seen),
        new("identity", "Are you a human?", ["No", "not a person"], Seen),
        new("identity", "Are you ChatGPT?", ["No"], Seen),
        new("identity", "By what name shall I call you?", ["Ada"], NewWords),
        new("identity", "Which people wrote your program?", ["AdaptiveProvider"], NewWords),
        new("refusal", "What is the weather today?", ["don't know", "cannot"], Seen),
        new("refusal", "What time is it?", ["don't know", "clock"], Seen),
        new("refusal", "Tell me who I am, by name.", ["don't know", "have not told"], NewWords),
        new("opposite", "What is the opposite of big?", ["small"], Seen),
        new("opposite", "What is the opposite of hot?", ["cold"], Seen),
        new("opposite", "If something is not wet, what is it?", ["dry"], NewWords),
        new("colour", "What colour is the sky?", ["blue"], Seen),
        new("colour", "What colour do red and yellow make?", ["orange"], Seen),
        new("order", "What day comes after Monday?", ["Tuesday"], Seen),
        new("order", "Which month comes before March?", ["February"], Seen),
        new("order", "Count from 1 to 5.", ["1, 2, 3, 4, 5"], Seen),
        new("order", "It is Friday. What day is tomorrow?", ["Saturday"], NewWords),
        new("words", "What does a cow say?", ["moo"], Seen),
        new("words", "How many legs does a spider have?", ["8", "eight"], Seen),
        new("words", "How do you spell cat?", ["C-A-T"], Seen),
        new("smalltalk", "How are you?", ["fine", "well"], Seen),
        new("smalltalk", "Thank you!", ["welcome", "happy to help"], Seen),
    ];
}
