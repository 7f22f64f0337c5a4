namespace AdaptiveProvider.Training.Generation.Words;

/// <summary>Short lists of everyday words.</summary>
public static class WordLists
{
    /// <summary>Things that can be counted, in the singular.</summary>
    public static readonly IReadOnlyList<string> Things =
    [
        "apple", "orange", "banana", "pear", "cookie", "book", "pencil", "marble", "ball", "stamp", "shell", "coin", "flower", "egg", "sweet",
        "balloon", "sticker", "toy", "cup", "card",
        "button", "carrot", "candle", "crayon", "key", "leaf", "nut", "plum", "stone", "star", "cake", "hat", "cherry", "muffin", "ticket", "feather",
    ];

    /// <summary>Words for spelling and first letters.</summary>
    public static readonly IReadOnlyList<string> Spelled =
    [
        "cat", "dog", "sun", "moon", "tree", "fish", "bird", "book", "house", "apple", "water", "hello", "friend", "school", "green", "blue", "red",
        "yellow", "happy", "bread", "milk", "cake",
        "horse", "mouse", "king", "queen", "ship", "boat", "train", "star", "night", "day", "rain", "snow", "wind", "fire", "stone", "river", "hill",
        "garden", "table", "chair", "door", "key",
        "ball", "bear", "frog", "duck", "hen", "pig", "cow", "goat", "lion", "tiger", "egg", "nose", "hand", "foot", "head", "smile", "love",
        "music", "story", "dragon", "castle", "forest",
        "lamp", "bed", "cup", "hat", "shoe", "coat", "ring", "road", "leaf", "rose", "seed", "song", "bell", "clock", "paper", "pencil", "window",
        "bridge", "island", "ocean", "summer", "winter",
    ];

    /// <summary>Opposites, each pair in both directions.</summary>
    public static readonly IReadOnlyList<(string One, string Other)> Opposites =
    [
        ("big", "small"), ("hot", "cold"), ("fast", "slow"), ("happy", "sad"), ("up", "down"), ("left", "right"), ("day", "night"),
        ("black", "white"), ("open", "closed"), ("old", "young"),
        ("tall", "short"), ("high", "low"), ("light", "dark"), ("hard", "soft"), ("wet", "dry"), ("full", "empty"), ("good", "bad"),
        ("rich", "poor"), ("strong", "weak"), ("early", "late"),
        ("near", "far"), ("clean", "dirty"), ("loud", "quiet"), ("thick", "thin"), ("wide", "narrow"), ("first", "last"), ("true", "false"),
        ("yes", "no"), ("in", "out"), ("on", "off"),
        ("over", "under"), ("before", "after"), ("inside", "outside"), ("begin", "end"), ("win", "lose"), ("push", "pull"), ("give", "take"),
        ("buy", "sell"), ("come", "go"), ("laugh", "cry"),
        ("love", "hate"), ("always", "never"), ("everything", "nothing"), ("easy", "difficult"), ("heavy", "light"), ("deep", "shallow"),
        ("sweet", "sour"), ("safe", "dangerous"), ("brave", "afraid"),
        ("beautiful", "ugly"), ("north", "south"), ("east", "west"), ("summer", "winter"), ("top", "bottom"), ("front", "back"), ("more", "less"),
        ("sharp", "blunt"), ("smooth", "rough"),
        ("polite", "rude"), ("asleep", "awake"), ("alive", "dead"), ("cheap", "expensive"), ("new", "old"), ("remember", "forget"),
        ("arrive", "leave"), ("find", "lose"), ("start", "stop"), ("friend", "enemy"),
    ];

    /// <summary>Things with a colour that everyone agrees on.</summary>
    public static readonly IReadOnlyList<(string Thing, string Colour)> Colours =
    [
        ("the sky", "blue"), ("grass", "green"), ("snow", "white"), ("the sun", "yellow"), ("a lemon", "yellow"), ("a banana", "yellow"),
        ("a tomato", "red"), ("a strawberry", "red"), ("blood", "red"),
        ("coal", "black"), ("milk", "white"), ("an orange", "orange"), ("a carrot", "orange"), ("chocolate", "brown"), ("a frog", "green"),
        ("a polar bear", "white"), ("a crow", "black"), ("the sea", "blue"),
        ("a cucumber", "green"), ("a fire engine", "red"), ("a leaf in summer", "green"), ("the night sky", "black"), ("a pumpkin", "orange"),
        ("an elephant", "grey"), ("a ripe cherry", "red"), ("sand", "yellow"),
        ("a flamingo", "pink"), ("a violet", "purple"), ("an aubergine", "purple"), ("a swan", "white"), ("soil", "brown"), ("a pea", "green"),
    ];

    /// <summary>Colours that two colours make.</summary>
    public static readonly IReadOnlyList<(string One, string Other, string Mixed)> ColourMixes =
        [("red", "blue", "purple"), ("red", "yellow", "orange"), ("blue", "yellow", "green"), ("red", "white", "pink"), ("black", "white", "grey")];

    /// <summary>Animals and what they say, as "a dog says woof".</summary>
    public static readonly IReadOnlyList<(string Animal, string Sound)> Sounds =
    [
        ("dog", "woof"), ("cat", "meow"), ("cow", "moo"), ("sheep", "baa"), ("duck", "quack"), ("pig", "oink"), ("horse", "neigh"), ("lion", "roar"),
        ("bee", "buzz"), ("mouse", "squeak"), ("owl", "hoot"),
        ("rooster", "cock-a-doodle-doo"), ("frog", "ribbit"), ("snake", "hiss"), ("wolf", "howl"), ("crow", "caw"), ("donkey", "hee-haw"),
        ("bird", "tweet"),
    ];

    /// <summary>Animals and the names of their young.</summary>
    public static readonly IReadOnlyList<(string Animal, string Young)> Young =
    [
        ("dog", "puppy"), ("cat", "kitten"), ("cow", "calf"), ("sheep", "lamb"), ("horse", "foal"), ("duck", "duckling"), ("hen", "chick"),
        ("bear", "cub"), ("lion", "cub"), ("goat", "kid"), ("pig", "piglet"),
        ("frog", "tadpole"), ("goose", "gosling"), ("swan", "cygnet"), ("deer", "fawn"), ("kangaroo", "joey"), ("wolf", "cub"), ("elephant", "calf"),
    ];

    /// <summary>Animals and how many legs they have.</summary>
    public static readonly IReadOnlyList<(string Animal, int Legs)> Legs =
    [
        ("dog", 4), ("cat", 4), ("spider", 8), ("bird", 2), ("horse", 4), ("ant", 6), ("snake", 0), ("fish", 0), ("cow", 4), ("bee", 6), ("duck", 2),
        ("frog", 4), ("elephant", 4), ("hen", 2), ("beetle", 6),
        ("octopus", 0), ("tiger", 4), ("mouse", 4), ("butterfly", 6), ("kangaroo", 2),
    ];

    /// <summary>Things and the group they belong to.</summary>
    public static readonly IReadOnlyList<(string Thing, string Group)> Groups =
    [
        ("apple", "fruit"), ("banana", "fruit"), ("pear", "fruit"), ("cherry", "fruit"), ("carrot", "vegetable"), ("potato", "vegetable"),
        ("cabbage", "vegetable"), ("onion", "vegetable"), ("dog", "animal"),
        ("cat", "animal"), ("horse", "animal"), ("lion", "animal"), ("rabbit", "animal"), ("rose", "flower"), ("tulip", "flower"),
        ("daisy", "flower"), ("oak", "tree"), ("birch", "tree"), ("piano", "musical instrument"),
        ("violin", "musical instrument"), ("drum", "musical instrument"), ("hammer", "tool"), ("saw", "tool"), ("ant", "insect"), ("bee", "insect"),
        ("eagle", "bird"), ("owl", "bird"), ("parrot", "bird"), ("shark", "fish"), ("salmon", "fish"),
    ];

    /// <summary>Words and words that rhyme with them.</summary>
    public static readonly IReadOnlyList<(string Word, string[] Rhymes)> Rhymes =
    [
        ("cat", ["hat", "mat", "bat"]), ("dog", ["frog", "log", "fog"]), ("sun", ["fun", "run", "bun"]), ("tree", ["bee", "sea", "key"]),
        ("moon", ["spoon", "soon", "tune"]), ("star", ["car", "jar", "far"]),
        ("house", ["mouse", "blouse"]), ("day", ["play", "say", "way"]), ("night", ["light", "bright", "kite"]), ("cake", ["lake", "snake", "make"]),
        ("bed", ["red", "head", "said"]), ("blue", ["shoe", "true", "new"]),
        ("king", ["ring", "sing", "wing"]), ("boat", ["coat", "goat", "note"]), ("rain", ["train", "plane", "cane"]),
        ("hill", ["mill", "still", "will"]), ("bear", ["chair", "pear", "hair"]), ("nose", ["rose", "toes", "goes"]),
        ("fish", ["dish", "wish"]), ("ball", ["wall", "tall", "fall"]), ("book", ["look", "cook", "hook"]), ("ten", ["hen", "pen", "men"]),
    ];

    /// <summary>The days of the week from Monday.</summary>
    public static readonly IReadOnlyList<string> Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// <summary>The months from January.</summary>
    public static readonly IReadOnlyList<string> Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>Ordinal numbers from first to twelfth.</summary>
    public static readonly IReadOnlyList<string> Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];
}
