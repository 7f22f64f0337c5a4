namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>Short clean jokes and riddles.</summary>
internal static class Jokes
{
    public static readonly IReadOnlyList<string> All =
    [
        "Why did the cookie go to the doctor? Because it felt crummy.", "What do you call a bear with no teeth? A gummy bear.",
        "Why was the maths book sad? It had too many problems.", "What gets wetter the more it dries? A towel.",
        "What has hands but cannot clap? A clock.", "Why did the bike fall over? It was two tired.",
        "What kind of tree fits in your hand? A palm tree.", "What do you call a sleeping dinosaur? A dino-snore.",
        "Why can't a nose be twelve inches long? Because then it would be a foot.", "What has keys but opens no doors? A piano.",
        "Why do bees have sticky hair? Because they use honeycombs.", "What did one wall say to the other wall? I will meet you at the corner.",
        "What has a neck but no head? A bottle.", "Where do cows go on Friday night? To the moo-vies.",
        "What do you get from a nervous cow? A milk shake.", "Why did the teddy bear say no to cake? It was already stuffed.",
        "What is orange and sounds like a parrot? A carrot.", "Why did the student eat his homework? The teacher said it was a piece of cake.",
        "What is a snake's best subject? Hiss-tory.", "Why are ghosts bad liars? You can see right through them.",
        "What has many teeth but cannot bite? A comb.", "What goes up but never comes down? Your age.", "Which month has 28 days? All of them.",
        "What did the ocean say to the beach? Nothing, it just waved.",
        "How do you make an egg laugh? Tell it a yolk.", "What do clouds wear under their trousers? Thunderwear.",
        "Why did the tomato blush? It saw the salad dressing.", "What is full of holes but still holds water? A sponge.",
        "Why did the computer go to bed early? It needed to crash.", "What do you call a fish without an eye? A fsh.",
        "Why was the broom late? It over-swept.", "What kind of room has no doors? A mushroom.",
        "What did zero say to eight? Nice belt!", "Why do birds fly south? It is too far to walk.", "What can you catch but not throw? A cold.",
        "How does the moon cut its hair? Eclipse it.",
        "Why did the scarecrow win a prize? He was outstanding in his field.", "What has one eye but cannot see? A needle.",
        "Why did the banana go to the doctor? It was not peeling well.", "What building has the most stories? The library.",
        "What do you call a cat that likes to swim? A cat-fish.", "Why is six afraid of seven? Because seven ate nine.",
        "What belongs to you but others use it more? Your name.", "Why did the clock get sent out of class? It would not stop ticking.",
    ];
}
