namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Whom and what stories are made of.</summary>
internal static class StoryWords
{
    public static readonly IReadOnlyList<string> Creatures =
    [
        "rabbit", "fox", "bear", "mouse", "dog", "cat", "dragon", "owl", "frog", "duck", "squirrel", "hedgehog", "elephant", "lion", "penguin",
        "pony", "turtle", "kitten", "puppy", "bird", "monkey", "goat", "sheep", "pig", "robot",
        "fairy", "giant", "unicorn", "wolf", "tiger", "horse", "snail", "bee", "deer", "panda", "donkey", "parrot", "camel", "butterfly", "dinosaur",
        "pirate", "knight", "wizard", "witch", "elf", "clown", "dwarf", "chicken", "hen", "swan", "beaver", "otter", "hamster", "kangaroo", "koala",
        "zebra", "giraffe", "hippo", "crocodile", "eagle", "mole", "goose", "lizard", "monster", "ghost", "alien", "ant", "spider", "cow", "lamb",
        "seal", "raccoon", "badger",
    ];

    /// <summary>What grown-up friends do, for women and men alike.</summary>
    public static readonly IReadOnlyList<string> Trades =
    [
        "baker", "miller", "farmer", "gardener", "sailor", "painter", "cook", "teacher", "shepherd", "tailor", "carpenter", "potter",
    ];

    public static readonly IReadOnlyList<string> Girls = ["girl", "princess", "girl", "girl", "queen"];

    public static readonly IReadOnlyList<string> Boys = ["boy", "prince", "boy", "boy", "king"];

    public static readonly IReadOnlyList<StoryPlace> Places =
    [
        new("the forest", "in the forest"), new("the sea", "by the sea"), new("a small village", "in a small village"),
        new("the mountains", "in the mountains"), new("a farm", "on a farm"), new("a big city", "in a big city"), new("an island", "on an island"),
        new("a castle", "in a castle"), new("a garden", "in a garden"), new("a river", "by a river"), new("a lake", "by a lake"),
        new("a green valley", "in a green valley"), new("a little town", "in a little town"), new("the jungle", "in the jungle"),
        new("a quiet meadow", "in a quiet meadow"), new("a lighthouse", "in a lighthouse"), new("the desert", "in the desert"),
        new("a snowy land", "in a snowy land"), new("a windmill", "in a windmill"), new("a hill", "on a hill"),
    ];

    public static readonly IReadOnlyList<string> Things =
    [
        "red ball", "blue kite", "golden key", "silver bell", "green hat", "little boat", "old map", "music box", "yellow scarf", "wooden flute",
        "shiny stone", "small drum", "paper lantern", "red umbrella", "magic ring", "blue book", "toy train", "glass marble",
        "white feather", "warm blanket", "tin whistle", "picture book", "pocket watch", "straw basket", "purple balloon", "brass compass",
        "soft pillow", "little lamp", "painted cup", "round mirror", "wool coat", "clay pot", "crystal ball", "blue vase", "toy rocket",
        "magic book", "silver spoon", "golden apple", "old coin", "star map", "green bottle", "leather bag", "magic hat", "red apple", "snow globe",
        "white shell", "big balloon", "teddy bear",
    ];

    /// <summary>Those of the things that break when they fall.</summary>
    public static readonly IReadOnlyList<string> BreakableThings =
    [
        "golden key", "music box", "wooden flute", "glass marble", "toy train", "little lamp", "painted cup", "round mirror", "clay pot",
        "pocket watch", "brass compass", "tin whistle", "small drum", "paper lantern", "little boat", "crystal ball", "blue vase", "toy rocket",
    ];
}
