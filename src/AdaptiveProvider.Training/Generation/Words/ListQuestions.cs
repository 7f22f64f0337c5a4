using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Words;

/// <summary>Requests for a few things of a kind, for a sentence with a word, and to repeat something.</summary>
internal static class ListQuestions
{
    private static readonly (string Group, string[] Items)[] Groups =
    [
        ("animals", ["dog", "cat", "horse", "lion", "elephant", "rabbit", "bear", "cow", "sheep", "tiger", "fox", "monkey"]),
        ("fruits", ["apple", "banana", "orange", "pear", "cherry", "lemon", "peach", "plum"]),
        ("vegetables", ["carrot", "potato", "onion", "pea", "bean", "cabbage", "pumpkin", "cucumber"]),
        ("colours", ["red", "blue", "green", "yellow", "orange", "purple", "pink", "brown", "black", "white"]),
        ("flowers", ["rose", "tulip", "daisy", "lily", "sunflower", "violet"]), ("trees", ["oak", "pine", "birch", "apple tree", "maple", "willow"]),
        ("birds", ["owl", "eagle", "duck", "parrot", "penguin", "swan", "sparrow", "crow"]),
        ("insects", ["bee", "ant", "butterfly", "fly", "beetle", "wasp"]), ("fish", ["shark", "salmon", "trout", "tuna", "herring", "carp"]),
        ("tools", ["hammer", "saw", "screwdriver", "spade", "axe", "drill"]),
        ("instruments", ["piano", "guitar", "violin", "drum", "flute", "trumpet"]),
        ("drinks", ["water", "milk", "tea", "coffee", "juice", "lemonade"]),
        ("clothes", ["shirt", "coat", "dress", "hat", "scarf", "skirt", "sweater"]),
        ("sports", ["football", "tennis", "swimming", "running", "basketball", "hockey", "skiing"]),
        ("rooms", ["kitchen", "bedroom", "bathroom", "living room", "hall", "cellar"]), ("shapes", ["circle", "square", "triangle", "star", "oval"]),
        ("jobs", ["teacher", "doctor", "baker", "farmer", "pilot", "cook", "nurse", "painter"]),
        ("vehicles", ["car", "bus", "train", "bicycle", "ship", "plane", "truck"]),
        ("toys", ["ball", "doll", "kite", "puzzle", "teddy bear", "train"]),
        ("body parts", ["head", "arm", "hand", "leg", "foot", "nose", "ear", "eye"]),
        ("farm animals", ["cow", "pig", "sheep", "hen", "horse", "goat", "duck"]),
        ("languages", ["English", "French", "German", "Spanish", "Italian", "Chinese", "Japanese"]),
    ];

    private static readonly string[] ListRequests =
    [
        "[Name|List|Tell me|Give me] {count} {group}.", "[Can you name|Can you tell me|Do you know] {count} {group}?", "{Count} {group}, please.",
        "I need {count} {group}.", "What are {count} {group}?",
    ];

    private static readonly string[] SentenceRequests =
    [
        "[Make|Write|Give me|Say] a sentence with [the word|] {word}.", "Use {word} in a sentence.", "Can you make a sentence with {word}?",
    ];

    private static readonly string[] Sentences =
    [
        "The {word} is [in|behind|near|in front of] the [house|garden|school].", "I [saw|found|drew|remember] {a word} [yesterday|today|last week].",
        "My [friend|sister|brother|aunt] has {a word}.", "There is {a word} [on|beside|under] the [table|chair|bridge].",
        "{A word} can be [big|small|old|beautiful].", "Look at the [little|big|old|pretty] {word}!",
    ];

    private static readonly string[] Nouns =
    [
        "dog", "cat", "bird", "tree", "flower", "ball", "book", "boat", "star", "horse", "mouse", "frog", "duck", "lamp", "key", "hat", "apple",
        "egg", "box", "kite", "toy", "cup", "rose", "fox", "clock",
    ];

    private static readonly string[] RepeatRequests =
    [
        "[Say|Repeat|Please say|Please repeat]: {text}", "Repeat after me: {text}", "[Can you say|Say] \"{text}\"[?|]", "Please repeat this: {text}",
    ];

    private static readonly string[] Repeated =
    [
        "[I like|We like|She likes|He likes] [apples|books|the sea|music|dogs|rainy days|old songs].",
        "The [sun|moon|cat|dog|river|garden] is [warm|bright|quiet|beautiful|old].",
        "[Good|Nice|Happy] [morning|evening|day|birthday] to [you|all|my friend]!",
        "[Two|Three|Five|Ten] [red|green|blue|small] [birds|boats|stars|cups].",
    ];

    private static readonly string[] Counts = ["two", "three", "three", "three", "four", "five"];

    public static Exchange Next(SeededRandom random) => random.Below(10) switch
    {
        <= 5 => List(random),
        <= 7 => Sentence(random),
        _ => Repeat(random),
    };

    private static Exchange List(SeededRandom random)
    {
        var (group, items) = random.Pick(Groups);
        string count = random.Pick(Counts);
        int number = count switch { "two" => 2, "three" => 3, "four" => 4, _ => 5 };
        string question = Template.Expand(ListRequests, random, new Dictionary<string, string> { ["count"] = count, ["group"] = group });
        return new(TextNoise.Apply(question, random), Prose.Capitalise(Prose.List([.. random.Shuffle(items).Take(number)])) + ".");
    }

    private static Exchange Sentence(SeededRandom random)
    {
        var slots = new Dictionary<string, string> { ["word"] = random.Pick(Nouns) };
        return new(TextNoise.Apply(Template.Expand(SentenceRequests, random, slots), random, typos: false), Template.Expand(Sentences, random, slots));
    }

    /// <summary>The text must be repeated as it stands, so nothing about it is changed.</summary>
    private static Exchange Repeat(SeededRandom random)
    {
        string text = Template.Expand(Repeated, random);
        return new(Template.Expand(RepeatRequests, random, new Dictionary<string, string> { ["text"] = text }), text);
    }
}
